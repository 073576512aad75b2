package account

import (
	"context"
	"strings"
	"testing"
	"time"

	"zhas/ent"
	"zhas/ent/invitation"
	"zhas/ent/job"
	"zhas/ent/journalentry"
	"zhas/internal/journal"
	"zhas/internal/viewer"
)

// Addresses of people who never came, and work that was given up, are not kept
// for ever.
func TestWhatCameToNothingIsRemoved(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		at := now()
		ok(t, journal.Write(w.system(), w.Client, func(ctx context.Context, tx *ent.Tx) error {
			for _, age := range []time.Duration{-time.Hour, time.Hour, keptFor - time.Hour, keptFor + time.Hour} {
				if err := tx.Invitation.Create().SetPersonID(must(w.addressee(ctx, tx, "a@zhas.example"))).SetRole(viewer.Youth).SetLanguage(viewer.Kazakh).
					SetExpiresAt(at.Add(-age)).Exec(ctx); err != nil {
					return err
				}
				if err := tx.Job.Create().SetKind(jobNotice).SetSubjectID(1).SetFailedAt(at.Add(-age)).Exec(ctx); err != nil {
					return err
				}
			}
			return tx.Job.Create().SetKind(jobNotice).SetSubjectID(1).SetCreatedAt(at.Add(-2 * keptFor)).Exec(ctx)
		}))
		ok(t, w.Purge(t.Context()))
		old := at.Add(-keptFor)
		if all, gone := w.Client.Invitation.Query().CountX(w.system()), !w.Client.Invitation.Query().Where(invitation.ExpiresAtLT(old)).ExistX(w.system()); all != 3 || !gone {
			t.Errorf("%d invitations stay", all)
		}
		if all, gone := w.Client.Job.Query().CountX(w.system()), !w.Client.Job.Query().Where(job.FailedAtLT(old)).ExistX(w.system()); all != 4 || !gone {
			t.Errorf("%d jobs stay", all)
		}
	})
}

// Where people sign in from leaves with the session.
func TestTheJournalKeepsNoAddresses(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.young("young@zhas.example")
		entries := w.Client.JournalEntry.Query().Where(journalentry.Entity("Session")).AllX(w.system())
		if len(entries) == 0 {
			t.Fatal("no session is on record")
		}
		for _, entry := range entries {
			if image := *entry.After; strings.Contains(image, "192.0.2.7") || strings.Contains(image, "Firefox") || !strings.Contains(image, `"address":"hidden"`) {
				t.Errorf("on record: %s", image)
			}
		}
	})
}
