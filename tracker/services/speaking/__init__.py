"""Whoever is quoted: matched, made, corrected, made one."""
