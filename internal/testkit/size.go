package testkit

import "os"

// Size is how much a test does: short in make test, full in make test-long
// (ZHAS_TEST_LONG=1).
func Size(short, full int) int {
	if os.Getenv("ZHAS_TEST_LONG") != "" {
		return full
	}
	return short
}
