"""What is measured: one family of measures a module, and the catalogue that names them all."""
