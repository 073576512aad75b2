package vault_test

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"sync"
	"testing"

	"zhas/internal/store"
	"zhas/internal/testkit"
	"zhas/internal/vault"
)

// eachVault runs a test with a vault on either database.
func eachVault(t *testing.T, test func(t *testing.T, v *vault.Vault, again func() *vault.Vault, keys *store.Store)) {
	t.Helper()
	t.Parallel()
	testkit.EachEmpty(t, func(t *testing.T, options store.Options) {
		keys, err := store.OpenKeys(t.Context(), options)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = keys.Close() })
		if err := keys.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "vault.key")
		open := func() *vault.Vault {
			v, err := vault.Open(t.Context(), path, keys)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		test(t, open(), open, keys)
	})
}

func keyOf(t *testing.T, v *vault.Vault, subject int64) vault.Key {
	t.Helper()
	keys, err := v.Keys(t.Context(), subject)
	if err != nil {
		t.Fatal(err)
	}
	return keys[subject]
}

func TestWhatIsSealedOpensForItsPersonAndColumnAlone(t *testing.T) {
	eachVault(t, func(t *testing.T, v *vault.Vault, again func() *vault.Vault, _ *store.Store) {
		keys, err := v.Make(t.Context(), 1, 2)
		if err != nil || len(keys) != 2 {
			t.Fatalf("%v, %v", keys, err)
		}
		const iin = "000115500008"
		sealed, err := keys[1].Seal("people.iin", []byte(iin))
		if err != nil || bytes.Contains(sealed, []byte(iin)) {
			t.Fatalf("%q, %v", sealed, err)
		}
		if other, _ := keys[1].Seal("people.iin", []byte(iin)); bytes.Equal(sealed, other) {
			t.Error("equal values are sealed alike")
		}
		if opened, err := keyOf(t, again(), 1).Open("people.iin", sealed); err != nil || string(opened) != iin {
			t.Errorf("%q, %v", opened, err)
		}
		for name, open := range map[string]func() ([]byte, error){
			"another column": func() ([]byte, error) { return keys[1].Open("people.phone", sealed) },
			"another person": func() ([]byte, error) { return keys[2].Open("people.iin", sealed) },
			"a changed byte": func() ([]byte, error) {
				changed := bytes.Clone(sealed)
				changed[len(changed)/2] ^= 1
				return keys[1].Open("people.iin", changed)
			},
		} {
			if opened, err := open(); err == nil || errors.Is(err, vault.ErrDestroyed) {
				t.Errorf("%s: %q, %v", name, opened, err)
			}
		}
		made, err := v.Make(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := made[1].Open("people.iin", sealed); err != nil {
			t.Errorf("a key was made anew: %v", err)
		}
	})
}

func TestADestroyedKeyOpensNothing(t *testing.T) {
	eachVault(t, func(t *testing.T, v *vault.Vault, again func() *vault.Vault, _ *store.Store) {
		keys, err := v.Make(t.Context(), 1, 2)
		if err != nil {
			t.Fatal(err)
		}
		sealed, err := keys[1].Seal("c", []byte("x"))
		if err != nil {
			t.Fatal(err)
		}
		if err := v.Destroy(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		for _, replica := range []*vault.Vault{v, again()} {
			key := keyOf(t, replica, 1)
			if _, err := key.Open("c", sealed); !errors.Is(err, vault.ErrDestroyed) {
				t.Errorf("opening: %v", err)
			}
			if _, err := key.Seal("c", []byte("x")); !errors.Is(err, vault.ErrDestroyed) {
				t.Errorf("sealing: %v", err)
			}
			if _, err := keyOf(t, replica, 2).Seal("c", nil); err != nil {
				t.Errorf("another person: %v", err)
			}
		}
		if _, err := v.Make(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		if opened, err := keyOf(t, v, 1).Open("c", sealed); err == nil {
			t.Errorf("a new key opens %q", opened)
		}
	})
}

// The master key is changed while replicas make, seal and open; nothing that is
// sealed changes, and nobody notices.
func TestRotationWhileInUse(t *testing.T) {
	eachVault(t, func(t *testing.T, v *vault.Vault, again func() *vault.Vault, keys *store.Store) {
		people := testkit.Size(300, 10_000)
		subjects := make([]int64, people)
		for i := range subjects {
			subjects[i] = int64(i + 1)
		}
		made, err := v.Make(t.Context(), subjects...)
		if err != nil {
			t.Fatal(err)
		}
		sealed := make(map[int64][]byte, people)
		for _, subject := range subjects {
			if sealed[subject], err = made[subject].Seal("c", []byte{1}); err != nil {
				t.Fatal(err)
			}
		}
		ctx, stop := context.WithCancel(t.Context())
		var users sync.WaitGroup
		one, other := again(), again()
		for i, replica := range []*vault.Vault{one, one, other, other} {
			users.Go(func() {
				for n := 0; ctx.Err() == nil; n++ {
					subject := int64(n%people + 1)
					found, err := replica.Keys(t.Context(), subject)
					if err != nil {
						t.Errorf("replica %d: %v", i, err)
						return
					}
					if _, err := found[subject].Open("c", sealed[subject]); err != nil {
						t.Errorf("replica %d, subject %d: %v", i, subject, err)
						return
					}
					if newcomer := int64(people + 1 + i + 4*n); n < 100 {
						if _, err := replica.Make(t.Context(), newcomer); err != nil {
							t.Errorf("replica %d makes a key: %v", i, err)
						}
					}
				}
			})
		}
		for range 3 {
			if n, err := v.Rotate(t.Context()); err != nil || n < people {
				t.Fatalf("%d wrapped again, %v", n, err)
			}
		}
		stop()
		users.Wait()
		opened, err := again().Keys(t.Context(), subjects...)
		if err != nil {
			t.Fatal(err)
		}
		for subject, text := range sealed {
			if _, err := opened[subject].Open("c", text); err != nil {
				t.Fatalf("after the rotation: %v", err)
			}
		}
		var masters int
		if err := keys.DB().QueryRowContext(t.Context(), "SELECT COUNT(*) FROM master_keys").Scan(&masters); err != nil || masters != 1 {
			t.Errorf("%d master keys are in use, %v", masters, err)
		}
	})
}

func TestIndexesAreKeyed(t *testing.T) {
	eachVault(t, func(t *testing.T, v *vault.Vault, again func() *vault.Vault, keys *store.Store) {
		index := func(v *vault.Vault, field, value string) string {
			indexes, err := v.Indexes(field, value)
			if err != nil || len(indexes) != 1 || len(indexes[0].Value) != 16 {
				t.Fatalf("%v, %v", indexes, err)
			}
			return string(indexes[0].Value)
		}
		const phone = "+77001234567"
		if index(v, "phone", phone) != index(again(), "phone", phone) {
			t.Error("replicas compute different indexes")
		}
		other, err := vault.Open(t.Context(), filepath.Join(t.TempDir(), "other.key"), keys)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]string{}
		for name, value := range map[string]string{
			"it": index(v, "phone", phone), "another value": index(v, "phone", "+77001234568"),
			"another field": index(v, "iin", phone), "another key": index(other, "phone", phone),
		} {
			if twin, taken := seen[value]; taken {
				t.Errorf("%s and %s have one index", name, twin)
			}
			seen[value] = name
		}
	})
}

// What no master key opens is an error, also for who looks twice because it might
// have been wrapped again meanwhile.
func TestAKeyThatNothingOpens(t *testing.T) {
	eachVault(t, func(t *testing.T, v *vault.Vault, again func() *vault.Vault, keys *store.Store) {
		if _, err := v.Make(t.Context(), 7); err != nil {
			t.Fatal(err)
		}
		var before []byte
		if err := keys.DB().QueryRowContext(t.Context(), "SELECT wrapped FROM person_keys").Scan(&before); err != nil {
			t.Fatal(err)
		}
		if _, err := again().Rotate(t.Context()); err != nil {
			t.Fatal(err)
		}
		if keyOf(t, v, 7).Destroyed() {
			t.Error("the key is lost by the rotation")
		}
		if _, err := keys.DB().ExecContext(t.Context(), "UPDATE person_keys SET wrapped = $1", before); err != nil {
			t.Fatal(err)
		}
		if found, err := v.Keys(t.Context(), 7); err == nil {
			t.Errorf("opened %v", found)
		}
	})
}
