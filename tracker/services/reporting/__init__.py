"""What leaves the house: public reports, exports, dossiers, feeds."""
