package keyfile_test

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"zhas/internal/keyfile"
)

// Of replicas that start at once, one makes the key and all use it.
func TestOneOfManyMakesTheKey(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "folder", "key")
	got := make([]string, 50)
	var all sync.WaitGroup
	for i := range got {
		all.Go(func() {
			content, err := keyfile.ReadOrMake(path, func() ([]byte, error) { return []byte{byte(i), 'k', 'e', 'y'}, nil })
			if err != nil {
				t.Error(err)
			}
			got[i] = string(content)
		})
	}
	all.Wait()
	for _, content := range got {
		if len(content) != 4 || content != got[0] {
			t.Fatalf("keys %q", got)
		}
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
		t.Errorf("left in the folder: %v, %v", entries, err)
	}
}

func TestAKeyIsNotReplaced(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	content, err := keyfile.ReadOrMake(path, func() ([]byte, error) { t.Error("a key is made"); return nil, nil })
	if err != nil || len(content) > 0 {
		t.Errorf("%q, %v", content, err)
	}
	failed := errors.New("no key today")
	if _, err := keyfile.ReadOrMake(path+"2", func() ([]byte, error) { return nil, failed }); !errors.Is(err, failed) {
		t.Errorf("error %v", err)
	}
	if _, err := os.Stat(path + "2"); err == nil {
		t.Error("a file is left where no key could be made")
	}
}
