package store

import "testing"

func TestCheckSQLiteVersion(t *testing.T) {
	t.Parallel()
	tests := map[string]bool{ // refused
		"3.51.3": false, "3.51.4": false, "3.51.10": false, "3.52": false, "3.100.0": false, "4": false,
		"3.51.2": true, "3.51": true, "3.9.99": true, "2.100.100": true,
		"": true, "3.51.x": true, "3.51.-1": true,
	}
	for version, refused := range tests {
		if err := checkSQLiteVersion(version); (err != nil) != refused {
			t.Errorf("SQLite %q: error %v, want one: %t", version, err, refused)
		}
	}
}
