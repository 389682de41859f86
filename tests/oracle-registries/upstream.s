// Functions that are only declared need a file of assembly beside them.
