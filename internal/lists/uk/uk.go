// Package uk reads the sanctions lists of the United Kingdom: the UK Sanctions List of the Foreign, Commonwealth & Development Office and, until January 2026, the consolidated list of the Office of Financial Sanctions Implementation.
//
// What both share: Name 6 is the surname or an organisation's whole name, a cell
// can number several values ("(1) … (2) …"), and unknown parts of a date are
// written as "00" or, literally, "dd/mm".
package uk
