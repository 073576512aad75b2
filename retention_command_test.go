package main

import (
	"strings"
	"testing"

	"zhas/internal/store"
	"zhas/internal/testkit"
)

// What is coming is told without names, before anybody has rules or people.
func TestRetentionIsReported(t *testing.T) {
	t.Parallel()
	testkit.EachEmpty(t, func(t *testing.T, options store.Options) {
		settings := settingsOf(t, options)
		if out, err := zhas(t, append(settings, "facts", "load")...); err != nil {
			t.Fatal(out, err)
		}
		out, err := zhas(t, append(settings, "retention")...)
		if err != nil || !strings.HasPrefix(out, "What runs out, by illustrative periods, as the rules of season 2019, version 1 give none\n") ||
			!strings.Contains(out, "\nCONSENT_ENDED            0               0\n") {
			t.Errorf("%s, %v", out, err)
		}
		if out, err := zhas(t, append(settings, "retention", "now")...); err == nil {
			t.Errorf("an argument: %s", out)
		}
	})
}
