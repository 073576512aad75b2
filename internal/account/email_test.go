package account

import (
	"strings"
	"testing"
)

func TestNormalizeEmail(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"Young@Zhas.Example":                      "young@zhas.example",
		"\ta@zhas.example\n":                      "a@zhas.example",
		"o'neil+tag@zhas.example":                 "o'neil+tag@zhas.example",
		"әсел@Жас.қаз":                            "әсел@xn--80al8a.xn--80ao21a",
		"a@XN--80AL8A.xn--80ao21a":                "a@xn--80al8a.xn--80ao21a",
		"e\u0301a@zhas.example":                   "éa@zhas.example",
		"a@zhas\u200b.example":                    "a@zhas.example",
		"a@zhas。example":                          "a@zhas.example",
		"a@127.0.0.1.zhas.example":                "a@127.0.0.1.zhas.example",
		strings.Repeat("a", 64) + "@zhas.example": strings.Repeat("a", 64) + "@zhas.example",
	} {
		got, err := NormalizeEmail(given)
		if err != nil || got != want {
			t.Errorf("%q is %q, %v; want %q", given, got, err, want)
		}
		if again, err := NormalizeEmail(got); err != nil || again != got {
			t.Errorf("%q is %q, %v, the second time", got, again, err)
		}
	}
	for _, wrong := range []string{
		"nonsense", "@zhas.example", "a@", "a@localhost", "a b@zhas.example", "a\u3000b@zhas.example", "a\u00a0b@zhas.example",
		"a\u202eb@zhas.example", "a\u200bb@zhas.example", "a\u00adb@zhas.example", "a\x00b@zhas.example", "a\r\nb@zhas.example",
		"a@[127.0.0.1]", "a@127.0.0.1", "a@[IPv6:::1]", "a@::1", "a@zhas..example", "a@zhas.example.", "a@.zhas.example", "a@-x.-y", "a@-.kz",
		"a@zhas_.example", "a@zhas.example, b@zhas.example", `"a b"@zhas.example`, "A <a@zhas.example>", "a@b@zhas.example",
		"a@zhas\u3000.example", "a@" + strings.Repeat("x", 64) + ".kz", "a@" + strings.Repeat("x.", 130) + "kz", "a\xff@zhas.example",
	} {
		if got, err := NormalizeEmail(wrong); err == nil {
			t.Errorf("%q is %q", wrong, got)
		}
	}
}
