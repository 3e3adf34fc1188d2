"""What a cohort came to, in numbers."""
