package personal_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zhas/ent"
	"zhas/ent/blindindex"
	"zhas/ent/person"
	_ "zhas/ent/runtime"
	"zhas/internal/journal"
	"zhas/internal/kaztext"
	"zhas/internal/personal"
	"zhas/internal/programme"
	"zhas/internal/store"
	"zhas/internal/testkit"
	"zhas/internal/vault"
	"zhas/internal/viewer"
)

// world is what is held of people, in a database of the test's own.
type world struct {
	*personal.Records
	t      *testing.T
	store  *store.Store
	client *ent.Client
	vault  *vault.Vault
}

func eachWorld(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) { test(t, worldOf(t, s, testkit.Vault(t))) })
}

func worldOf(t *testing.T, s *store.Store, v *vault.Vault) *world {
	client := ent.NewClient(ent.Driver(s.Driver()))
	return &world{Records: personal.New(client, v), t: t, store: s, client: client, vault: v}
}

func (w *world) system() context.Context { return viewer.AsSystem(w.t.Context()) }

// write changes something within a journalled transaction, which must succeed.
func (w *world) write(do func(ctx context.Context, tx *ent.Tx) error) {
	w.t.Helper()
	if err := journal.Write(w.system(), w.client, do); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) create(values ...personal.Values) (ids []int) {
	w.t.Helper()
	w.write(func(ctx context.Context, tx *ent.Tx) error {
		people, err := w.Create(ctx, tx, values...)
		for _, p := range people {
			ids = append(ids, p.ID)
		}
		return err
	})
	return ids
}

func (w *world) update(id int, values personal.Values) {
	w.t.Helper()
	w.write(func(ctx context.Context, tx *ent.Tx) error { return w.Update(ctx, tx, id, values) })
}

// claim makes a value somebody's alone.
func (w *world) claim(id int, field programme.PersonalField) error {
	return journal.Write(w.system(), w.client, func(ctx context.Context, tx *ent.Tx) error { return w.Claim(ctx, tx, id, field) })
}

// held opens everything that is held of people.
func (w *world) held(ids ...int) map[int]personal.Values {
	w.t.Helper()
	var fields []programme.PersonalField
	for _, name := range programme.PersonalField("").Values() {
		fields = append(fields, programme.PersonalField(name))
	}
	opened, err := w.Open(w.t.Context(), fields, ids...)
	if err != nil {
		w.t.Fatal(err)
	}
	return opened
}

// who are the people that have a value.
func (w *world) who(field programme.PersonalField, value string) []int {
	w.t.Helper()
	has, err := w.Has(field, value)
	if err != nil {
		w.t.Fatal(err)
	}
	return w.client.Person.Query().Where(has).Order(person.ByID()).IDsX(w.system())
}

func (w *world) same(what string, got, want any) {
	w.t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		w.t.Errorf("%s:\n%s", what, diff)
	}
}

const (
	email   = programme.PersonalEmail
	iin     = programme.PersonalIIN
	phone   = programme.PersonalPhone
	address = programme.PersonalAddress
)

func TestWhatIsHeldIsOpenedChangedAndCleared(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		first := personal.Values{email: "a@zhas.example", iin: "009900000013", address: "Абай даңғылы, 1"}
		ids := w.create(first, personal.Values{email: "b@zhas.example", phone: ""}, personal.Values{})
		w.same("after creating", w.held(ids...), map[int]personal.Values{ids[0]: first, ids[1]: {email: "b@zhas.example"}, ids[2]: {}})
		opened, err := w.Open(t.Context(), []programme.PersonalField{address}, ids[0], 1)
		if err != nil {
			t.Fatal(err)
		}
		w.same("one field, of one who is there", opened, map[int]personal.Values{ids[0]: {address: "Абай даңғылы, 1"}})

		w.update(ids[0], personal.Values{email: "c@zhas.example", address: "", phone: "+77010000000"})
		w.same("after a change", w.held(ids[0])[ids[0]], personal.Values{email: "c@zhas.example", phone: "+77010000000", iin: "009900000013"})
		for _, c := range []struct {
			field programme.PersonalField
			value string
			want  []int
		}{
			{email, "a@zhas.example", nil},
			{email, "c@zhas.example", ids[:1]},
			{email, "b@zhas.example", ids[1:2]},
			{phone, "+77010000000", ids[:1]},
			{iin, "009900000013", ids[:1]},
			{phone, "c@zhas.example", nil}, // another field's
			{email, "", nil},
		} {
			if found := w.who(c.field, c.value); !slices.Equal(found, c.want) {
				t.Errorf("%s %q is found at %v, want %v", c.field, c.value, found, c.want)
			}
		}
		w.update(ids[0], personal.Values{email: "", phone: ""})
		if found := append(w.who(email, "c@zhas.example"), w.who(phone, "+77010000000")...); len(found) > 0 {
			t.Errorf("what was cleared is found at %v", found)
		}
		w.same("the others", w.held(ids[1])[ids[1]], personal.Values{email: "b@zhas.example"})
	})
}

func TestOneClaimsAValue(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		held := personal.Values{iin: "009900000013", email: "a@zhas.example"}
		ids := w.create(held, held, personal.Values{iin: "009900000022"})
		claim := func(id int) error { return w.claim(id, iin) }
		for _, id := range []int{ids[0], ids[0], ids[2]} {
			if err := claim(id); err != nil {
				t.Errorf("claiming for %d: %v", id, err)
			}
		}
		if err := claim(ids[1]); !ent.IsConstraintError(err) {
			t.Errorf("a second claim: %v", err)
		}
		again := w.create(held) // a double that nobody attested
		if found := w.who(iin, "009900000013"); !slices.Equal(found, []int{ids[0], ids[1], again[0]}) {
			t.Errorf("the number is found at %v", found)
		}
		w.write(func(ctx context.Context, tx *ent.Tx) error { return w.Erase(ctx, tx, ids[0]) })
		if err := claim(ids[1]); err != nil {
			t.Errorf("after the first was erased: %v", err)
		}
	})
}

func TestAnErasedPersonIsNotRead(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		held := personal.Values{email: "a@zhas.example", iin: "009900000013"}
		ids := w.create(held, held)
		before := w.client.Person.GetX(w.system(), ids[0])
		w.write(func(ctx context.Context, tx *ent.Tx) error { return w.Erase(ctx, tx, ids[0]) })
		row := w.client.Person.GetX(w.system(), ids[0])
		for column, value := range row.JournalValues() {
			if sealed, ok := value.([]byte); ok && len(sealed) > 0 {
				t.Errorf("%s is left", column)
			}
		}
		if row.ErasedAt == nil || w.client.BlindIndex.Query().Where(blindindex.PersonID(ids[0])).ExistX(w.system()) {
			t.Errorf("erased at %v, or still indexed", row.ErasedAt)
		}
		at := *row.ErasedAt
		w.write(func(ctx context.Context, tx *ent.Tx) error { return w.Erase(ctx, tx, ids[0]) })
		if row := w.client.Person.GetX(w.system(), ids[0]); !row.ErasedAt.Equal(at) {
			t.Errorf("erased again at %v, before at %v", row.ErasedAt, at)
		}
		replica := personal.New(w.client, w.vault)
		for _, records := range []*personal.Records{w.Records, replica} {
			if err := records.Destroy(t.Context(), time.Time{}); err != nil {
				t.Fatal(err)
			}
			keys, err := w.vault.Keys(t.Context(), before.Subject)
			if err != nil || !keys[before.Subject].Destroyed() {
				t.Errorf("the key is there, %v", err)
			}
			if _, err := keys[before.Subject].Open("people.email", before.Email); !errors.Is(err, vault.ErrDestroyed) {
				t.Errorf("what the journal holds opens: %v", err)
			}
		}
		w.same("what is held", w.held(ids...), map[int]personal.Values{ids[0]: {}, ids[1]: held})
		err := journal.Write(w.system(), w.client, func(ctx context.Context, tx *ent.Tx) error { return w.Update(ctx, tx, ids[0], held) })
		if !errors.Is(err, vault.ErrDestroyed) {
			t.Errorf("a change of the erased: %v", err)
		}
	})
}

func TestWhomNothingNamesIsForgotten(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ids := w.create(personal.Values{email: "a@zhas.example"}, personal.Values{email: "b@zhas.example"}, personal.Values{}, personal.Values{})
		setup := testkit.Setup(w.system())
		w.client.PasswordReset.Create().SetPersonID(ids[1]).SetLanguage(viewer.Kazakh).SetExpiresAt(time.Now()).ExecX(setup)
		w.write(func(ctx context.Context, tx *ent.Tx) error { return w.Erase(ctx, tx, ids[:3]...) })
		long := time.Now().UTC().Add(-33 * 24 * time.Hour)
		w.client.Person.Update().Where(person.IDIn(ids[:2]...)).SetErasedAt(long).ExecX(setup)
		if err := w.Purge(t.Context()); err != nil {
			t.Fatal(err)
		}
		left := w.client.Person.Query().Order(person.ByID()).IDsX(w.system())
		w.same("who is left: one is named, one was erased today, one was not", left, ids[1:])
		keys, err := w.vault.Keys(t.Context(), w.client.Person.GetX(w.system(), ids[2]).Subject)
		if err != nil || len(keys) > 0 {
			t.Errorf("the key of who was erased today: %v, %v", keys, err)
		}
	})
}

// copiedRows are the rows of what a database repeats in clear, each with the
// person and without its own identifier, which may change.
func (w *world) copiedRows() (rows []string) {
	w.t.Helper()
	for table, columns := range map[string]string{
		"accounts": "id, person_id, name, name_order, search_text",
		"youths":   "id, person_id, family_name, given_name, spellings, family_name_order, given_name_order, search_text",
	} {
		if len(ent.CopiedColumns[table]) == 0 {
			w.t.Errorf("%s has nothing that is copied", table)
		}
		rows = append(rows, w.rows(table, columns)...)
	}
	rows = append(rows, w.rows("blind_indexes", "person_id, field, key, value, sole")...)
	rows = append(rows, w.rows("youth_categories", "youth_id, category, attestation")...)
	rows = append(rows, w.rows("youth_traits", "youth_id, birth_year, sex, education, occupation")...)
	slices.Sort(rows)
	return rows
}

func (w *world) rows(table, columns string) (all []string) {
	w.t.Helper()
	rows, err := w.store.DB().QueryContext(w.t.Context(), fmt.Sprintf("SELECT %s FROM %s", columns, table))
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	names, _ := rows.Columns()
	values, into := make([]any, len(names)), make([]any, len(names))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			w.t.Fatal(err)
		}
		all = append(all, fmt.Sprintf("%s %q", table, fmt.Sprint(values...)))
	}
	if err := rows.Err(); err != nil {
		w.t.Fatal(err)
	}
	return all
}

// populate writes an account, a young person with an account, and one without,
// with everything that is copied, and returns their persons.
func (w *world) populate() (ids []int) {
	w.t.Helper()
	setup := testkit.Setup(w.system())
	region := w.client.Region.Create().SetIsoCode("KZ-19").SetKato("190000000").SetKind(programme.RegionOblast).SetTimeZone("Asia/Almaty").
		SetNameKk("Алматы").SetNameRu("Алматы").SetNameEn("Almaty").SetCentreKk("Қонаев").SetCentreRu("Конаев").SetCentreEn("Qonayev").SaveX(setup)
	encode := func(value any) string {
		text, err := personal.Encode(value)
		if err != nil {
			w.t.Fatal(err)
		}
		return text
	}
	young := personal.Values{
		programme.PersonalNames: encode(programme.Names{
			Kazakh: &programme.FullName{Family: "Өмірова", Given: "Әсел"}, Latin: &programme.FullName{Family: "Omirova", Given: "Asel", Patronymic: "Marat"},
		}),
		programme.PersonalBirthDate: "2005-03-01", programme.PersonalSex: string(programme.SexFemale), programme.PersonalEducation: string(programme.SchoolingBasic),
		programme.PersonalOccupation: string(programme.OccupationNEET), iin: "009900000013", email: "asel@zhas.example",
		programme.PersonalCategories: encode([]programme.Circumstance{
			{Category: programme.VulnerableNEET, Attestation: programme.AttestationDocumentSeen}, {Category: programme.VulnerableOrphan, Attestation: programme.AttestationDeclared},
		}),
		programme.PersonalAccountName: "Әсел Ө.",
	}
	ids = w.create(personal.Values{email: "admin@zhas.example", programme.PersonalAccountName: "Ғалым Ілияс"}, young,
		personal.Values{programme.PersonalNames: encode(programme.Names{Russian: &programme.FullName{Family: "Ким", Given: "Олег"}}), phone: "+77010000000"})
	w.write(func(ctx context.Context, tx *ent.Tx) error {
		var accounts []*ent.Account
		for i, name := range []string{"Ғалым Ілияс", "Әсел Ө."} {
			row, err := tx.Account.Create().SetPersonID(ids[i]).SetName(name).SetLanguage(viewer.Kazakh).SetPasswordHash("x").SetCreatedAt(time.Now()).Save(ctx)
			if err != nil {
				return err
			}
			accounts = append(accounts, row)
			if err := w.Claim(ctx, tx, ids[i], email); err != nil {
				return err
			}
		}
		for i, id := range ids[1:] {
			copies, err := personal.CopiesOf(w.held(id)[id])
			if err != nil {
				return err
			}
			create := tx.Youth.Create().SetPersonID(id).SetRegion(region).SetRegisteredAt(time.Now()).
				SetFamilyName(copies.FamilyName).SetGivenName(copies.GivenName).SetSpellings(copies.Spellings)
			if i == 0 { // whose document was seen
				create.SetAccount(accounts[1]).SetAttestedAt(time.Now())
				if err := w.Claim(ctx, tx, id, iin); err != nil {
					return err
				}
			}
			row, err := create.Save(ctx)
			if err != nil {
				return err
			}
			if err := personal.WriteTraits(ctx, tx, personal.YouthCopies{Youth: row.ID, Copies: copies}); err != nil {
				return err
			}
		}
		return nil
	})
	return ids
}

func TestABackupIsRefilled(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		if err := w.Prove(t.Context()); err != nil {
			t.Fatal(err)
		}
		ids := w.populate()
		file := filepath.Join(t.TempDir(), "zhas.backup")
		if _, err := w.store.Backup(t.Context(), file); err != nil {
			t.Fatal(err)
		}
		before := w.copiedRows()
		if len(before) != 2+2+4+2+2 { // accounts, youths, indexes of values, categories, traits
			t.Errorf("%d rows are copied: %q", len(before), before)
		}
		restored := func(v *vault.Vault) *world {
			options := testkit.EmptySQLite(t)
			if w.store.Dialect() == "postgres" {
				options = testkit.EmptyPostgres(t)
			}
			s, err := store.Open(t.Context(), options)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = s.Close() })
			if _, err := s.Restore(t.Context(), file); err != nil {
				t.Fatal(err)
			}
			return worldOf(t, s, v)
		}
		other := restored(w.vault)
		if left := other.rows("blind_indexes", "*"); len(left) > 0 {
			t.Errorf("the backup holds %q", left)
		}
		for range 2 { // again is as once
			done, err := other.Refill(t.Context())
			if err != nil || done != (personal.Refilled{People: 4}) { // with who proves the vault
				t.Fatalf("refilled %+v, %v", done, err)
			}
			w.same("refilled", other.copiedRows(), before)
		}
		found := other.client.Youth.Query().AllX(other.system())
		if len(found) != 2 || found[0].FamilyNameOrder != kaztext.SortKey("Өмірова") {
			t.Errorf("young people are %v", found)
		}

		w.write(func(ctx context.Context, tx *ent.Tx) error { return w.Erase(ctx, tx, ids[1]) })
		if err := w.Destroy(t.Context(), time.Time{}); err != nil {
			t.Fatal(err)
		}
		late := restored(w.vault)
		if done, err := late.Refill(t.Context()); err != nil || done != (personal.Refilled{People: 3, Erased: 1}) {
			t.Errorf("after an erasure: refilled %+v, %v", done, err)
		}
		if row := late.client.Person.GetX(late.system(), ids[1]); row.ErasedAt == nil || row.Email != nil {
			t.Errorf("who was erased meanwhile is %v", row)
		}
		if found := late.who(email, "asel@zhas.example"); len(found) > 0 {
			t.Errorf("who was erased is found at %v", found)
		}

		strange := restored(testkit.Vault(t))
		if _, err := strange.Refill(t.Context()); !errors.Is(err, personal.ErrOtherVault) {
			t.Errorf("with the keys of another vault: %v", err)
		}
		if left := strange.rows("blind_indexes", "*"); len(left) > 0 {
			t.Errorf("another vault has indexed %q", left)
		}
	})
}

// A vault is refused that people were not sealed by, whether or not it was proved
// before.
func TestAnotherVaultIsRefused(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		other := personal.New(w.client, testkit.Vault(t))
		ids := w.create(personal.Values{email: "a@zhas.example"}, personal.Values{email: "b@zhas.example"})
		if err := other.Prove(t.Context()); !errors.Is(err, personal.ErrOtherVault) {
			t.Errorf("before the first proof: %v", err)
		}
		if _, err := other.Refill(t.Context()); !errors.Is(err, personal.ErrOtherVault) {
			t.Errorf("refilling: %v", err)
		}
		if row := w.client.Person.GetX(w.system(), ids[0]); row.ErasedAt != nil {
			t.Error("who has no key in another vault is taken for erased")
		}
		w.write(func(ctx context.Context, tx *ent.Tx) error { return w.Erase(ctx, tx, ids[0]) })
		if err := w.Destroy(t.Context(), time.Time{}); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := w.Prove(t.Context()); err != nil {
				t.Errorf("the vault's own proof: %v", err)
			}
		}
		if err := other.Prove(t.Context()); !errors.Is(err, personal.ErrOtherVault) {
			t.Errorf("after it: %v", err)
		}
	})
}
