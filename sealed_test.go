package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zhas/ent"
	"zhas/ent/account"
	"zhas/ent/blindindex"
	"zhas/ent/journalentry"
	"zhas/ent/person"
	"zhas/ent/rolegrant"
	"zhas/ent/youth"
	"zhas/internal/facts"
	"zhas/internal/journal"
	"zhas/internal/personal"
	"zhas/internal/programme"
	"zhas/internal/store"
	"zhas/internal/testkit"
	"zhas/internal/vault"
	"zhas/internal/viewer"
)

// somebody is all that can be held of a young person, by number.
func somebody(i int) (values personal.Values, names programme.Names) {
	names = programme.Names{
		Kazakh: &programme.FullName{Family: fmt.Sprintf("Мөрбеков%05d", i), Given: fmt.Sprintf("Жасырын%05d", i)},
		Latin:  &programme.FullName{Family: fmt.Sprintf("Morbekov%05d", i), Given: fmt.Sprintf("Zhasyryn%05d", i), Patronymic: fmt.Sprintf("Muratuly%05d", i)},
	}
	text, _ := personal.Encode(names)
	categories, _ := personal.Encode([]programme.Circumstance{{Category: programme.VulnerableNEET, Attestation: programme.AttestationDeclared}})
	return personal.Values{
		programme.PersonalNames: text, programme.PersonalCategories: categories,
		programme.PersonalIIN:       programme.InventedIdentificationNumber(i),
		programme.PersonalPhone:     fmt.Sprintf("+7000%07d", i),
		programme.PersonalEmail:     fmt.Sprintf("young.%d@sealed.example", i),
		programme.PersonalAddress:   fmt.Sprintf("Орталық көшесі %d, 7-пәтер", i),
		programme.PersonalDocument:  fmt.Sprintf("N%09d", i),
		programme.PersonalGuardian:  fmt.Sprintf("Қамқоршы Мөрбекова%05d", i),
		programme.PersonalBirthDate: "2004-02-29", programme.PersonalSex: string(programme.SexFemale),
		programme.PersonalEducation: string(programme.SchoolingHigher), programme.PersonalOccupation: string(programme.OccupationNEET),
	}, names
}

// sealedFields are those whose values are sealed everywhere.
var sealedFields = []programme.PersonalField{
	programme.PersonalIIN, programme.PersonalPhone, programme.PersonalEmail, programme.PersonalAddress,
	programme.PersonalDocument, programme.PersonalGuardian,
}

// register writes young people within one transaction, and returns the persons.
func register(t *testing.T, client *ent.Client, records *personal.Records, values ...personal.Values) []*ent.Person {
	t.Helper()
	region := client.Region.Query().FirstIDX(viewer.AsSystem(t.Context()))
	var people []*ent.Person
	err := journal.Write(viewer.AsSystem(t.Context()), client, func(ctx context.Context, tx *ent.Tx) (err error) {
		if people, err = records.Create(ctx, tx, values...); err != nil {
			return err
		}
		copies := make([]personal.YouthCopies, len(people))
		for i := range people {
			if copies[i].Copies, err = personal.CopiesOf(values[i]); err != nil {
				return err
			}
		}
		rows, err := tx.Youth.MapCreateBulk(people, func(c *ent.YouthCreate, i int) {
			c.SetPersonID(people[i].ID).SetRegionID(region).SetRegisteredAt(time.Now().UTC().Truncate(time.Microsecond)).
				SetFamilyName(copies[i].FamilyName).SetGivenName(copies[i].GivenName).SetSpellings(copies[i].Spellings)
		}).Save(ctx)
		if err != nil {
			return err
		}
		for i, row := range rows {
			copies[i].Youth = row.ID
		}
		return personal.WriteTraits(ctx, tx, copies...)
	})
	if err != nil {
		t.Fatal(err)
	}
	return people
}

// recordsOf opens the database of a server and its vault beside it.
func recordsOf(t *testing.T, options store.Options, dataDir string) (*store.Store, *ent.Client, *personal.Records) {
	t.Helper()
	s, err := store.Open(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	client := ent.NewClient(ent.Driver(s.Driver()))
	return s, client, personal.New(client, vaultIn(t, dataDir))
}

// vaultIn opens the vault of a data folder, as another replica.
func vaultIn(t *testing.T, dataDir string) *vault.Vault {
	t.Helper()
	keys, err := store.OpenKeys(t.Context(), store.Options{DataDir: dataDir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = keys.Close() })
	if err := keys.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	v, err := vault.Open(t.Context(), filepath.Join(dataDir, "vault.key"), keys)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// everyFile returns the files of a folder.
func everyFile(t *testing.T, folder string) (paths []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

// letterTo waits for the last message to an address and returns the secret of its link.
func (r running) letterTo(t *testing.T, address string) string {
	t.Helper()
	letter := regexp.MustCompile(`to ` + regexp.QuoteMeta(address) + `</p><pre>[^<]*#([\w-]+)`)
	deadline := time.After(time.Minute)
	for {
		_, page := r.get(t, "/outbox")
		if found := letter.FindStringSubmatch(page); found != nil {
			return found[1]
		}
		select {
		case <-deadline:
			t.Fatalf("no message to %s within a minute", address)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// joined has people register, confirm their address, sign in, ask a guardian, mistake
// their password and ask for another one, and returns their addresses and names.
func (r running) joined(t *testing.T) (addresses, names []string) {
	t.Helper()
	_, token, found := strings.Cut(strings.TrimSpace(r.out.String()), "/kk/administrator#")
	if !found {
		t.Fatalf("no link was printed: %q", r.out)
	}
	must := func(cookie *http.Cookie, query string, args ...any) *http.Cookie {
		t.Helper()
		body, session := r.post(t, cookie, fmt.Sprintf(query, args...))
		if !strings.Contains(body, `"userErrors":[]`) {
			t.Fatalf("%s: %s", fmt.Sprintf(query, args...), body)
		}
		return session
	}
	addresses, names = []string{"first.administrator@sealed.example"}, []string{"Мөрленген Әкімші"}
	must(nil, `mutation { createAdministrator(input: {token: %q, email: %q, name: %q, password: "an apple and a pear", language: kk}) { userErrors { code } } }`,
		token, addresses[0], names[0])
	for i := range 3 {
		address, name := fmt.Sprintf("account.%d@sealed.example", i), fmt.Sprintf("Мөрленген Есепші %d", i)
		addresses, names = append(addresses, address), append(names, name)
		must(nil, `mutation { registerAccount(input: {email: %q, language: ru}) { userErrors { code } } }`, address)
		token := r.letterTo(t, address)
		if i == 2 { // stays an invitation
			continue
		}
		must(nil, `mutation { acceptInvitation(input: {token: %q, name: %q, password: "an apple and a pear", language: ru}) { userErrors { code } } }`, token, name)
		session := must(nil, `mutation { signIn(input: {email: %q, password: "an apple and a pear"}) { userErrors { code } } }`, address)
		guardian, relative := "guardian.of."+address, fmt.Sprintf("Мөрленген Қамқоршы %d", i)
		must(session, `mutation { askGuardian(input: {name: %q, email: %q}) { userErrors { code } } }`, relative, guardian)
		answer := r.letterTo(t, guardian)
		must(nil, `mutation { answerGuardianRequest(input: {token: %q, agree: true, consentVersion: 2, name: %q, relation: PARENT}) { userErrors { code } } }`,
			answer, relative)
		addresses, names = append(addresses, guardian), append(names, relative)
		must(nil, `mutation { requestPasswordReset(input: {email: %q, language: ru}) { userErrors { code } } }`, address)
		for _, wrong := range []string{address, "unknown." + address} {
			if body, _ := r.post(t, nil, fmt.Sprintf(`mutation { signIn(input: {email: %q, password: "a pear and an apple"}) { userErrors { code } } }`, wrong)); !strings.Contains(body, "WRONG") {
				t.Fatalf("a wrong password: %s", body)
			}
		}
		addresses = append(addresses, "unknown."+address)
		r.ask(t, fmt.Sprintf(`{ node(id: %q) { id } }`, address)) // and what is not known
	}
	return addresses, names
}

// What is sealed stands nowhere in the clear, nor as a hash that needs no key: not
// in the files of the database, its write-ahead log and the store of keys, not in
// a row (of PostgreSQL the rows are all that a client can read), not in the log,
// the journal's heads and the copies. Names stand in the tables that are searched
// by them, and nowhere else.
func TestNothingOfPeopleIsInTheClear(t *testing.T) {
	t.Parallel()
	testkit.EachEmpty(t, func(t *testing.T, options store.Options) {
		settings := append(settingsOf(t, options), "--outbox", "on", "--log-level", "debug")
		dataDir := settings[slices.Index(settings, "--data-dir")+1]
		server := start(t, settings...)
		sealed, named := server.joined(t)

		s, client, records := recordsOf(t, options, dataDir)
		system := viewer.AsSystem(t.Context())
		people := testkit.Size(200, 10_000)
		for from := 0; from < people; from += 1000 {
			var values []personal.Values
			for i := from; i < min(from+1000, people); i++ {
				held, names := somebody(i)
				values = append(values, held)
				for _, field := range sealedFields {
					sealed = append(sealed, held[field])
				}
				named = append(named, names.Kazakh.Family, names.Kazakh.Given, names.Latin.Family, names.Latin.Patronymic)
			}
			persons := register(t, client, records, values...)
			moved := fmt.Sprintf("moved.%d@sealed.example", from)
			sealed = append(sealed, moved)
			err := journal.Write(system, client, func(ctx context.Context, tx *ent.Tx) error {
				if err := records.Update(ctx, tx, persons[0].ID, personal.Values{programme.PersonalEmail: moved}); err != nil {
					return err
				}
				return records.Erase(ctx, tx, persons[1].ID)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		has, err := records.Has(programme.PersonalIIN, programme.InventedIdentificationNumber(people-1))
		if err != nil || client.Person.Query().Where(has).CountX(system) != 1 {
			t.Fatalf("somebody who registered is not found, %v", err)
		}

		copies := t.TempDir()
		file := filepath.Join(copies, "zhas.backup")
		for _, command := range [][]string{{"backup", file}, {"vault", "backup", copies}} {
			if _, err := zhas(t, append(settings, command...)...); err != nil {
				t.Fatal(err)
			}
		}
		secrets, names := testkit.NewTraces(sealed...), testkit.NewTraces(named...)
		report := func(where string, found []string) {
			t.Helper()
			if len(found) > 0 {
				t.Errorf("%s: %d traces, such as %s", where, len(found), found[0])
			}
		}
		searched := 0
		search := func() {
			t.Helper()
			for _, path := range slices.Concat(everyFile(t, dataDir), everyFile(t, copies)) {
				report(path, secrets.InFile(t, path))
				searched++
			}
		}
		search()
		report("backup", slices.Concat(secrets.InBackup(t, file), names.InBackup(t, file)))
		found, rows := secrets.InRows(t, s)
		report("rows", found)
		if rows < 9*people { // a person, a young one, the traits, three blind indexes, keys of the names
			t.Errorf("%d rows were searched", rows)
		}
		found, _ = names.InRows(t, s)
		report("names", slices.DeleteFunc(found, func(trace string) bool {
			return strings.HasPrefix(trace, account.Table+": ") || strings.HasPrefix(trace, youth.Table+": ")
		}))
		if err := server.stop(); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(server.logs.String(), "/graphql") {
			t.Errorf("the log has no requests: %s", server.logs)
		}
		report("log", slices.Concat(secrets.In(server.logs.Bytes()), names.In(server.logs.Bytes())))
		search() // what stopping wrote

		// The search sees what somebody leaves lying about.
		held, _ := somebody(0)
		if _, err := s.DB().ExecContext(t.Context(), fmt.Sprintf("UPDATE %s SET %s = $1 WHERE erased_at IS NOT NULL", person.Table, person.FieldAddress),
			[]byte(held[programme.PersonalAddress])); err != nil {
			t.Fatal(err)
		}
		if found, _ := secrets.InRows(t, s); len(found) == 0 || !strings.HasPrefix(found[0], person.Table+": ") {
			t.Errorf("an address in a row is found as %q", found)
		}
		if options.DatabaseURL == "" && len(secrets.InFile(t, filepath.Join(dataDir, "zhas.db-wal"))) == 0 {
			t.Error("an address in the write-ahead log is not found")
		}
		leaking := filepath.Join(copies, "leaking.backup")
		if _, err := s.Backup(t.Context(), leaking); err != nil || len(secrets.InBackup(t, leaking)) == 0 {
			t.Errorf("an address in a backup is not found, %v", err)
		}
		if _, err := os.Stat(filepath.Join(dataDir, "journal-heads.jsonl")); err != nil || searched < 10 {
			t.Errorf("%d files were searched, %v", searched, err)
		}
	})
}

// sealedRows are the sealed columns of the people up to one, and their blind
// indexes, as texts.
func sealedRows(t *testing.T, client *ent.Client, upTo int) (rows []string) {
	t.Helper()
	system := viewer.AsSystem(t.Context())
	for _, p := range client.Person.Query().Where(person.IDLTE(upTo)).Order(person.ByID()).AllX(system) {
		row := p.JournalValues()
		for _, column := range slices.Sorted(maps.Keys(row)) {
			rows = append(rows, fmt.Sprintf("%d %s %x", p.ID, column, row[column]))
		}
	}
	for _, b := range client.BlindIndex.Query().Where(blindindex.HasPersonWith(person.IDLTE(upTo))).Order(blindindex.ByID()).AllX(system) {
		rows = append(rows, fmt.Sprintf("%d %s %d %x", b.PersonID, b.Field, b.Key, b.Value))
	}
	return rows
}

// While people register and are looked up on two replicas, the master key is
// changed three times: everybody is found, and nothing that is sealed changes.
func TestRotationMissesNoLookUp(t *testing.T) {
	t.Parallel()
	testkit.EachEmpty(t, func(t *testing.T, options store.Options) {
		dataDir := t.TempDir()
		s, client, records := recordsOf(t, options, dataDir)
		if err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		system := viewer.AsSystem(t.Context())
		create := func(records *personal.Records, numbers ...int) (last int, err error) {
			values := make([]personal.Values, len(numbers))
			for i, n := range numbers {
				values[i], _ = somebody(n)
			}
			err = journal.Write(system, client, func(ctx context.Context, tx *ent.Tx) error {
				people, err := records.Create(ctx, tx, values...)
				if err == nil {
					last = people[len(people)-1].ID
				}
				return err
			})
			return last, err
		}
		lookUp := func(records *personal.Records, n int) error {
			held, _ := somebody(n)
			for _, field := range []programme.PersonalField{programme.PersonalEmail, programme.PersonalIIN} {
				has, err := records.Has(field, held[field])
				if err != nil {
					return err
				}
				id, err := client.Person.Query().Where(has).OnlyID(system)
				if err != nil {
					return fmt.Errorf("number %d by %s: %w", n, field, err)
				}
				opened, err := records.Open(system, sealedFields, id)
				if err != nil {
					return err
				}
				for _, field := range sealedFields {
					if opened[id][field] != held[field] {
						return fmt.Errorf("number %d: %s is %q", n, field, opened[id][field])
					}
				}
			}
			return nil
		}
		known := testkit.Size(300, 10_000)
		numbers := make([]int, known)
		for i := range numbers {
			numbers[i] = i
		}
		last, err := create(records, numbers...)
		if err != nil {
			t.Fatal(err)
		}
		before := sealedRows(t, client, last)

		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		var users sync.WaitGroup
		var lookUps atomic.Int64
		for replica := range 2 {
			records := personal.New(client, vaultIn(t, dataDir))
			for worker := range 2 {
				users.Go(func() {
					for n := 0; ctx.Err() == nil; n++ {
						newcomer := known + n*4 + replica*2 + worker
						_, err := create(records, newcomer)
						for _, number := range []int{newcomer, n * 7 % known, (n*11 + worker) % known} {
							if err == nil {
								err = lookUp(records, number)
							}
							lookUps.Add(1)
						}
						if err != nil {
							t.Errorf("replica %d: %v", replica, err)
							return
						}
					}
				})
			}
		}
		rotating := vaultIn(t, dataDir)
		for range 3 {
			was := lookUps.Load()
			if n, err := rotating.Rotate(t.Context()); err != nil || n < known {
				t.Errorf("%d keys were wrapped again, %v", n, err)
			}
			for deadline := time.Now().Add(time.Minute); lookUps.Load() < was+6 && !t.Failed() && time.Now().Before(deadline); {
				time.Sleep(time.Millisecond) // let the replicas go on by the new key
			}
		}
		stop()
		users.Wait()
		t.Logf("%d look-ups", lookUps.Load())
		if diff := cmp.Diff(before, sealedRows(t, client, last)); diff != "" {
			t.Errorf("what is sealed has changed:\n%s", diff)
		}
	})
}

// recoverable is all that anybody reads in a database who has the vault: its rows,
// what is sealed of people, and what was sealed of them in the journal.
func recoverable(t *testing.T, s *store.Store, client *ent.Client, records *personal.Records, v *vault.Vault) []byte {
	t.Helper()
	system := viewer.AsSystem(t.Context())
	read := bytes.Join(testkit.Rows(t, s), []byte("\n"))
	var fields []programme.PersonalField
	for _, name := range programme.PersonalField("").Values() {
		fields = append(fields, programme.PersonalField(name))
	}
	subjects := map[int]int64{}
	var ids []int
	for _, p := range client.Person.Query().AllX(system) {
		subjects[p.ID] = p.Subject
		ids = append(ids, p.ID)
	}
	opened, err := records.Open(system, fields, ids...)
	if err != nil {
		t.Fatal(err)
	}
	read = fmt.Append(read, opened)
	keys, err := v.Keys(t.Context(), slices.Collect(maps.Values(subjects))...)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range client.JournalEntry.Query().Where(journalentry.Entity("Person")).AllX(system) {
		for _, image := range []*string{entry.Before, entry.After} {
			if image != nil {
				read = append(read, openImage(t, *image, keys)...)
			}
		}
	}
	return read
}

// openImage opens what any of the keys opens of an image in the journal, of one
// row or of many.
func openImage(t *testing.T, image string, keys map[int64]vault.Key) (read []byte) {
	t.Helper()
	var tree any
	if err := json.Unmarshal([]byte(image), &tree); err != nil {
		t.Fatal(err)
	}
	var walk func(column string, value any)
	walk = func(column string, value any) {
		switch value := value.(type) {
		case map[string]any:
			for name, inner := range value {
				walk(name, inner)
			}
		case []any:
			for _, inner := range value {
				walk(column, inner)
			}
		case string:
			sealed, err := base64.StdEncoding.DecodeString(value)
			if err != nil {
				return
			}
			for _, key := range keys {
				if text, err := key.Open(person.Table+"."+column, sealed); err == nil {
					read = append(append(read, text...), '\n')
				}
			}
		}
	}
	walk("", tree)
	return read
}

// Nothing of a person who was erased comes back with a backup from before, nor
// with a copy of the keys from before.
func TestAnErasedPersonDoesNotComeBack(t *testing.T) {
	t.Parallel()
	testkit.EachEmpty(t, func(t *testing.T, options store.Options) {
		dataDir := t.TempDir()
		s, client, records := recordsOf(t, options, dataDir)
		system := viewer.AsSystem(t.Context())
		if err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := facts.Load(system, client); err != nil {
			t.Fatal(err)
		}
		if err := records.Prove(t.Context()); err != nil {
			t.Fatal(err)
		}
		var values []personal.Values
		traces := make([]*testkit.Traces, 5)
		for i := range traces {
			held, names := somebody(i)
			values = append(values, held)
			secrets := []string{names.Kazakh.Family, names.Kazakh.Given, names.Latin.Family, names.Latin.Given, names.Latin.Patronymic}
			for _, field := range sealedFields {
				secrets = append(secrets, held[field])
			}
			traces[i] = testkit.NewTraces(secrets...)
		}
		people := register(t, client, records, values...)
		setup := testkit.Setup(system)
		of := client.Account.Create().SetPersonID(people[2].ID).SetName("").SetLanguage(viewer.Kazakh).SetPasswordHash("none").SaveX(setup)
		client.Session.Create().SetAccountID(of.ID).SetTokenHash([]byte("a session")).SetDevice("").SetAddress("").SaveX(setup)
		client.RoleGrant.Create().SetAccountID(of.ID).SetRole(viewer.Youth).SaveX(setup)
		client.Youth.Update().Where(youth.PersonID(people[2].ID)).SetAccountID(of.ID).ExecX(setup)
		if err := journal.Write(system, client, func(ctx context.Context, tx *ent.Tx) error { // so that the journal has an image of one
			return records.Update(ctx, tx, people[2].ID, values[2])
		}); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "zhas.backup")
		if _, err := s.Backup(t.Context(), file); err != nil {
			t.Fatal(err)
		}
		v, copies := vaultIn(t, dataDir), t.TempDir()
		copied, _, err := v.Backup(t.Context(), copies)
		if err != nil {
			t.Fatal(err)
		}
		restored := func() (*store.Store, *ent.Client, *personal.Records) {
			elsewhere := testkit.EmptySQLite(t)
			if options.DatabaseURL != "" {
				elsewhere = testkit.EmptyPostgres(t)
			}
			s, client, records := recordsOf(t, elsewhere, dataDir)
			if _, err := s.Restore(t.Context(), file); err != nil {
				t.Fatal(err)
			}
			return s, client, records
		}
		refill := func(records *personal.Records, people, erased int) {
			t.Helper()
			done, err := records.Refill(t.Context())
			if err != nil || done.People != people || done.Erased != erased {
				t.Errorf("refilled %+v, %v", done, err)
			}
		}
		found := func(s *store.Store, client *ent.Client, records *personal.Records, i int) []string {
			return traces[i].In(recoverable(t, s, client, records, v))
		}

		// Before, everybody comes back, whole.
		early, earlyClient, earlyRecords := restored()
		refill(earlyRecords, len(people)+1, 0)
		for i := range people {
			if n := len(found(early, earlyClient, earlyRecords, i)); n < 11 {
				t.Errorf("of number %d, whom nobody erased, %d traces come back", i, n)
			}
		}

		err = journal.Write(system, client, func(ctx context.Context, tx *ent.Tx) error { return records.Erase(ctx, tx, people[2].ID) })
		if err != nil {
			t.Fatal(err)
		}
		erase := func() {
			t.Helper()
			if err := records.Destroy(t.Context(), time.Time{}); err != nil {
				t.Fatal(err)
			}
		}
		erase()
		late, lateClient, lateRecords := restored()
		refill(lateRecords, len(people), 1)
		if left := found(late, lateClient, lateRecords, 2); len(left) > 0 {
			t.Errorf("of the erased come back %d traces, such as %s", len(left), left[0])
		}
		if lateClient.Session.Query().CountX(system) != 0 || lateClient.Account.GetX(system, of.ID).BlockedAt == nil ||
			lateClient.RoleGrant.Query().Where(rolegrant.RevokedAtIsNil()).CountX(system) != 0 || lateClient.Youth.Query().Where(youth.AccountIDNotNil()).CountX(system) != 0 {
			t.Error("the erased may come in again")
		}
		if n := len(found(late, lateClient, lateRecords, 1)); n < 11 {
			t.Errorf("of somebody else come back %d traces", n)
		}
		has, err := lateRecords.Has(programme.PersonalEmail, values[2][programme.PersonalEmail])
		if err != nil || lateClient.Person.Query().Where(has).ExistX(system) {
			t.Errorf("the erased is found by the address, %v", err)
		}

		// A copy of the keys from before brings the key back until the database
		// says who was erased.
		if _, err := v.Restore(t.Context(), copied); err != nil {
			t.Fatal(err)
		}
		if len(found(early, earlyClient, earlyRecords, 2)) == 0 {
			t.Error("the copy has no key of the erased: this proves nothing")
		}
		erase()
		if left := traces[2].In([]byte(fmt.Sprint(earlyRecords.Open(system, sealedFields, people[2].ID)))); len(left) > 0 {
			t.Errorf("of the erased come back %d traces, such as %s", len(left), left[0])
		}
	})
}
