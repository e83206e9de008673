"""How good are the findings? Figures from rows that say what is in them; no files, no guard."""
