"""The candidate's own pages: sign-in, interviews to book, applications."""
