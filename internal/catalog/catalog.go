// Package catalog keeps the lists that are loaded: verified, content-addressed snapshots, of which the last good one stays in use.
package catalog
