package testkit_test

import (
	"os"
	osexec "os/exec"
	"slices"
	"strings"
	"testing"

	"zhas/internal/store"
	"zhas/internal/testkit"
)

func TestEachDatabaseIsMigratedAndTheTestsOwn(t *testing.T) {
	t.Parallel()
	for range 2 { // at once: in one database the second would find the first's table
		t.Run("copy", func(t *testing.T) {
			t.Parallel()
			var ran []string
			testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
				ran = append(ran, s.Dialect())
				version, err := s.Version(t.Context())
				if err != nil || version == 0 {
					t.Errorf("version = %d, %v; want a migrated database", version, err)
				}
				if _, err := s.DB().ExecContext(t.Context(), `CREATE TABLE mine (n integer)`); err != nil {
					t.Error(err)
				}
			})
			if want := []string{"sqlite3", "postgres"}; !slices.Equal(ran, want) {
				t.Errorf("ran on %v, want %v", ran, want)
			}
		})
	}
}

func TestEachEmptyHasNoSchema(t *testing.T) {
	t.Parallel()
	testkit.EachEmpty(t, func(t *testing.T, options store.Options) {
		s, err := store.Open(t.Context(), options)
		if err != nil {
			t.Fatal(err)
		}
		if version, err := s.Version(t.Context()); err != nil || version != 0 {
			t.Errorf("version = %d, %v; want 0", version, err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}

func TestDatabasesAreDropped(t *testing.T) {
	t.Parallel()
	var name string
	t.Run("first", func(t *testing.T) {
		testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
			if s.Dialect() == "postgres" {
				if err := s.DB().QueryRowContext(t.Context(), `SELECT current_database()`).Scan(&name); err != nil {
					t.Fatal(err)
				}
			}
		})
	})
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		if s.Dialect() != "postgres" {
			return
		}
		var left bool
		if err := s.DB().QueryRowContext(t.Context(), `SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)`, name).Scan(&left); err != nil {
			t.Fatal(err)
		}
		if name == "" || left {
			t.Errorf("database %q is left behind", name)
		}
	})
}

// TestWithoutPostgres runs a test of this program without the variable.
func TestWithoutPostgres(t *testing.T) {
	t.Parallel()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := osexec.CommandContext(t.Context(), program, "-test.run=^TestEachEmptyHasNoSchema$", "-test.v")
	command.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "ZHAS_TEST_POSTGRES=") })
	output, err := command.CombinedOutput()
	if err == nil {
		t.Error("the tests pass without PostgreSQL")
	}
	for _, want := range []string{"--- PASS: TestEachEmptyHasNoSchema/sqlite", "--- FAIL: TestEachEmptyHasNoSchema/postgres", "ZHAS_TEST_POSTGRES is not set: run make test"} {
		if !strings.Contains(string(output), want) {
			t.Errorf("the output does not say %q:\n%s", want, output)
		}
	}
}
