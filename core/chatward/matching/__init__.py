"""How patterns are written, compiled and matched."""
