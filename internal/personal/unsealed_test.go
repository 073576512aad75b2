package personal_test

import (
	"database/sql"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"entgo.io/ent/dialect"
	"github.com/pressly/goose/v3"

	"zhas/ent/account"
	"zhas/ent/invitation"
	"zhas/ent/passwordreset"
	"zhas/ent/youth"
	"zhas/internal/personal"
	"zhas/internal/programme"
	"zhas/internal/store"
	"zhas/internal/testkit"
)

// migrateBefore brings an empty database to the schema before the migration that
// is named so.
func migrateBefore(t *testing.T, s *store.Store, options store.Options, name string) {
	t.Helper()
	folder, kind, db := "migrations/postgres", goose.DialectPostgres, s.DB()
	if s.Dialect() == dialect.SQLite { // on a connection that enforces no foreign keys
		folder, kind = "migrations/sqlite", goose.DialectSQLite3
		var err error
		if db, err = sql.Open("sqlite", filepath.Join(options.DataDir, "zhas.db")); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
	}
	paths, err := fs.Glob(store.Migrations(), folder+"/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	earlier := fstest.MapFS{}
	for _, path := range paths {
		if strings.HasSuffix(path, "_"+name+".sql") {
			break
		}
		content, err := fs.ReadFile(store.Migrations(), path)
		if err != nil {
			t.Fatal(err)
		}
		earlier[filepath.Base(path)] = &fstest.MapFile{Data: content}
	}
	if len(earlier) == len(paths) {
		t.Fatalf("there is no migration %s", name)
	}
	provider, err := goose.NewProvider(kind, db, earlier, goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// earlierRelease fills a database as the release before did, which kept names and
// addresses in clear, and returns the addresses.
func earlierRelease(t *testing.T, db *sql.DB) (addresses []string) {
	t.Helper()
	exec := func(statement string, args ...any) {
		t.Helper()
		if _, err := db.ExecContext(t.Context(), statement, args...); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	const at = "2026-01-02 03:04:05+00:00"
	exec(`INSERT INTO regions (id, name_kk_order, name_ru_order, name_en_order, search_text, kato, iso_code, kind, name_kk, name_ru, name_en,
		centre_kk, centre_ru, centre_en, time_zone) VALUES (1, '', '', '', '', '190000000', 'KZ-19', 'OBLAST', 'А', 'А', 'A', 'Б', 'Б', 'B', 'Asia/Almaty')`)
	for i := range 30 {
		address := fmt.Sprintf("account.%d@earlier.example", i)
		addresses = append(addresses, address)
		exec(`INSERT INTO accounts (id, name_order, search_text, email, name, language, password_hash, created_at)
			VALUES ($1, $2, $3, $4, $2, 'kk', 'x', $5)`, 100+i, fmt.Sprintf("Есепші %d", i), "есепші", address, at)
		if i%2 == 0 {
			exec(`INSERT INTO youths (id, family_name_order, given_name_order, search_text, family_name, given_name, registered_at, account_id, region_id)
				VALUES ($1, '', '', 'жас', $2, 'Асан', $3, $4, 1)`, 200+i, fmt.Sprintf("Бірінші%d", i), at, 100+i)
		}
		exec(`INSERT INTO youths (id, family_name_order, given_name_order, search_text, family_name, given_name, registered_at, region_id, invented)
			VALUES ($1, '', '', 'жас', $2, 'Үсен', $3, 1, true)`, 300+i, fmt.Sprintf("Екінші%d", i), at)
		address = fmt.Sprintf("invited.%d@earlier.example", i)
		if i%2 == 0 { // of somebody who has an account
			address = addresses[i]
		}
		addresses = append(addresses, address)
		exec(`INSERT INTO invitations (id, email, role, language, created_at, expires_at) VALUES ($1, $2, 'YOUTH', 'kk', $3, $3)`, 400+i, address, at)
		exec(`INSERT INTO password_resets (id, email, language, expires_at) VALUES ($1, $2, 'kk', $3)`, 500+i, addresses[0], at)
	}
	exec(`INSERT INTO invitations (id, role, language, created_at, expires_at) VALUES (499, 'NATIONAL_ADMIN', 'kk', $1, $1)`, at)
	return addresses
}

// What the release before kept in clear is sealed after the migration, by however
// many replicas, and nothing of the addresses stays in the files.
func TestWhatWasInClearIsSealed(t *testing.T) {
	t.Parallel()
	testkit.EachEmpty(t, func(t *testing.T, options store.Options) {
		open := func() *store.Store {
			s, err := store.Open(t.Context(), options)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = s.Close() })
			return s
		}
		before := open()
		migrateBefore(t, before, options, "people")
		addresses := earlierRelease(t, before.DB())
		traces := testkit.NewTraces(addresses...)
		if found, _ := traces.InRows(t, before); len(found) == 0 {
			t.Error("the release before kept no address: this proves nothing")
		}
		if err := before.Close(); err != nil {
			t.Fatal(err)
		}
		s := open()
		if err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		w := worldOf(t, s, testkit.Vault(t))
		replicas := []*personal.Records{w.Records}
		if s.Dialect() == dialect.Postgres {
			replicas = append(replicas, personal.New(w.client, w.vault))
		}
		var sealing sync.WaitGroup
		for _, records := range replicas {
			sealing.Go(func() {
				if err := records.SealRest(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		sealing.Wait()
		if left := w.rows("unsealed_values", "*"); len(left) > 0 {
			t.Errorf("%d values are left, such as %s", len(left), left[0])
		}
		for i := range 30 {
			found := w.client.Account.GetX(w.system(), 100+i)
			address := fmt.Sprintf("account.%d@earlier.example", i)
			held := personal.Values{email: address, programme.PersonalAccountName: fmt.Sprintf("Есепші %d", i)}
			if i%2 == 0 {
				held[programme.PersonalNames] = fmt.Sprintf(`{"kazakh":{"family":"Бірінші%d","given":"Асан"}}`, i)
				if y := w.client.Youth.GetX(w.system(), 200+i); y.PersonID != found.PersonID {
					t.Errorf("number %d is two people", i)
				}
			}
			w.same("an account", w.held(found.PersonID)[found.PersonID], held)
			has, err := w.Has(email, address)
			if err != nil {
				t.Fatal(err)
			}
			if id := w.client.Account.Query().Where(account.HasPersonWith(has)).OnlyIDX(w.system()); id != found.ID {
				t.Errorf("%s signs in as %d", address, id)
			}
			young := w.client.Youth.Query().Where(youth.ID(300 + i)).WithPerson().OnlyX(w.system())
			w.same("a young person without account", w.held(young.PersonID)[young.PersonID],
				personal.Values{programme.PersonalNames: fmt.Sprintf(`{"kazakh":{"family":"Екінші%d","given":"Үсен"}}`, i)})
			if !young.Edges.Person.Invented || young.FamilyName != fmt.Sprintf("Екінші%d", i) {
				t.Errorf("the young person is %v of %v", young, young.Edges.Person)
			}
		}
		has, err := w.Has(email, addresses[0])
		if err != nil {
			t.Fatal(err)
		}
		if n := w.client.PasswordReset.Query().Where(passwordreset.HasPersonWith(has)).CountX(w.system()); n != 30 {
			t.Errorf("%d password resets are known by the address", n)
		}
		if n := w.client.Invitation.Query().Where(invitation.HasPersonWith(has)).CountX(w.system()); n != 1 {
			t.Errorf("%d invitations are known by the address", n)
		}
		if open := w.client.Invitation.GetX(w.system(), 499); open.PersonID != nil {
			t.Errorf("who is invited without an address is person %d", *open.PersonID)
		}
		// An address of an account is its person's alone.
		second := w.create(personal.Values{email: addresses[0]})
		if err := w.claim(second[0], email); err == nil {
			t.Error("the address of an account is claimed by somebody else")
		}
		if found, _ := traces.InRows(t, s); len(found) > 0 {
			t.Errorf("%d traces are left in rows, such as %s", len(found), found[0])
		}
		if s.Dialect() == dialect.SQLite {
			for _, name := range []string{"zhas.db", "zhas.db-wal"} {
				if found := traces.InFile(t, filepath.Join(options.DataDir, name)); len(found) > 0 {
					t.Errorf("%d traces are left in %s, such as %s", len(found), name, found[0])
				}
			}
		}
		if err := w.SealRest(t.Context()); err != nil {
			t.Errorf("once more: %v", err)
		}
	})
}
