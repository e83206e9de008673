"""Names of people: what stands around a name, what a name looks like, which ones are frequent."""

KIND = "person"
