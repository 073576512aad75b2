// Zhas is the platform of a country's youth-grants programme: one binary that
// serves the application and the graph over SQLite or PostgreSQL. This file
// wires the rooms of the house together; nothing imports it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"maps"
	"net/http"
	"os"
	"os/signal"
	"runtime/debug"
	"strconv"
	"sync"
	"syscall"
	"time"
	_ "time/tzdata" // the regions' time zones, on machines that have none

	"github.com/KimMachineGun/automemlimit/memlimit"
	"github.com/urfave/cli/v3"

	"zhas/ent"
	"zhas/ent/privacy"
	_ "zhas/ent/runtime" // without it hooks and policies would not run
	"zhas/frontend"
	"zhas/graph"
	"zhas/internal/account"
	"zhas/internal/config"
	"zhas/internal/demo"
	"zhas/internal/facts"
	"zhas/internal/jobs"
	"zhas/internal/journal"
	"zhas/internal/messages"
	"zhas/internal/people"
	"zhas/internal/personal"
	"zhas/internal/store"
	"zhas/internal/vault"
	"zhas/internal/viewer"
	"zhas/internal/web"
)

// version is the release, set when the binary is built.
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	err := run(ctx, os.Args, os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "zhas:", err)
		os.Exit(1)
	}
}

// run carries out one command line. Results go to out, the log to logs. It
// returns when the command is done, or for serve when ctx ends.
func run(ctx context.Context, args []string, out, logs io.Writer) error {
	return command(out, logs).Run(ctx, args)
}

func command(out, logs io.Writer) *cli.Command {
	return &cli.Command{
		Name:      "zhas",
		Usage:     "the platform of the youth corps programme",
		Version:   version,
		Flags:     config.Flags(),
		Writer:    out,
		ErrWriter: logs,
		// Errors are returned: main prints them once.
		ExitErrHandler: func(context.Context, *cli.Command, error) {},
		Action:         action(logs, noArguments, serve),
		Commands: []*cli.Command{
			{
				Name: "serve", Usage: "serve the application and the graph (the default)",
				Action: action(logs, noArguments, serve),
			},
			{
				Name: "migrate", Usage: "bring the database's schema up to date and stop",
				Action: action(logs, noArguments, func(ctx context.Context, p *process, _ string) error { return p.migrate(ctx) }),
			},
			{
				Name: "facts", Usage: "published facts",
				Commands: []*cli.Command{{
					Name: "load", ArgsUsage: "[FILE.csv]",
					Usage:  "load the published facts, or further figures, sources or localities from a file",
					Action: action(logs, upToOneArgument, loadFacts),
				}},
			},
			demoCommand(logs),
			{
				Name: "backup", ArgsUsage: "FILE", Usage: "write a consistent copy of the database, also while it is in use",
				Action: action(logs, exactly("FILE"), backup),
			},
			{
				Name: "restore", ArgsUsage: "FILE", Usage: "fill an empty database, SQLite or PostgreSQL, from a backup and check it; the store of keys and the key file have to be there",
				Action: action(logs, exactly("FILE"), restore),
			},
			vaultCommand(logs),
			breachCommand(logs),
			retentionCommand(logs),
			verifyCommand(logs),
			secondFactorCommand(logs),
			{
				Name: "message", ArgsUsage: "RECIPIENT",
				Usage:  "send a message to an e-mail address or a telephone number (+7...), to try the settings",
				Action: action(logs, exactly("RECIPIENT"), tryMessage),
			},
			{
				Name: "version", Usage: "print the version",
				Action: func(context.Context, *cli.Command) error {
					_, err := fmt.Fprintln(out, version)
					return err
				},
			},
		},
	}
}

// demoCommand invents a season, or removes it.
func demoCommand(logs io.Writer) *cli.Command {
	var options demo.Options
	var remove, once bool
	return &cli.Command{
		Name: "demo", Usage: "invent a season to try the program with, or remove it again",
		Flags: []cli.Flag{
			&cli.IntFlag{Name: "youth", Usage: "how many young people register", Value: demo.DefaultYouth, Destination: &options.Youth},
			&cli.IntFlag{Name: "projects", Usage: "how many social projects there are", DefaultText: "a fifth of --youth", Destination: &options.Projects},
			&cli.Uint64Flag{Name: "seed", Usage: "what to draw from: equal seeds give equal seasons", Value: 1, Destination: &options.Seed},
			&cli.IntFlag{Name: "year", Usage: "year of the season", Value: demo.DefaultYear, Destination: &options.Year},
			&cli.BoolFlag{Name: "once", Usage: "do nothing when a demonstration is loaded already", Destination: &once},
			&cli.BoolFlag{Name: "remove", Usage: "remove everything that is invented, and nothing else", Destination: &remove},
		},
		Action: action(logs, noArguments, func(ctx context.Context, p *process, _ string) error {
			if err := p.migrate(ctx); err != nil {
				return err
			}
			records, err := p.records(ctx)
			if err != nil {
				return err
			}
			if remove {
				report, err := demo.Remove(viewer.AsSystem(ctx), p.client(), records)
				if err != nil {
					return err
				}
				return p.done(ctx, "removed:", report)
			}
			if err := p.loadPublishedFacts(ctx); err != nil {
				return err
			}
			report, err := demo.Generate(viewer.AsSystem(ctx), p.client(), records, options)
			if once && errors.Is(err, demo.ErrLoaded) {
				return nil
			}
			if err != nil {
				return err
			}
			return p.done(ctx, "invented:", report)
		}),
	}
}

// verifyCommand proves that the journal is as it was written.
func verifyCommand(logs io.Writer) *cli.Command {
	var heads, key string
	return &cli.Command{
		Name: "verify", Usage: "name the first entry of the journal that was edited, deleted, inserted, reordered or cut off",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "head", Usage: "`FILE` of signed heads to compare with", DefaultText: "that of --journal-head-file, if it exists", Destination: &heads},
			&cli.StringFlag{Name: "key", Usage: "public `KEY` that has to have signed the heads, as they name it", DefaultText: "that of --journal-key-file, if it exists", Destination: &key},
		},
		Action: action(logs, noArguments, func(ctx context.Context, p *process, _ string) error { return verify(ctx, p, heads, key) }),
	}
}

// vaultCommand looks after the keys of people.
func vaultCommand(logs io.Writer) *cli.Command {
	return &cli.Command{
		Name: "vault", Usage: "the keys that personal data are sealed by",
		Commands: []*cli.Command{
			{
				Name: "rotate", Usage: "make a new master key and wrap the keys of all people by it, also while they are in use",
				Action: action(logs, noArguments, func(ctx context.Context, p *process, _ string) error {
					v, err := p.openVault(ctx)
					if err != nil {
						return err
					}
					n, err := v.Rotate(ctx)
					if err != nil {
						return err
					}
					_, err = fmt.Fprintln(p.out, "keys wrapped again:", n)
					return err
				}),
			},
			{
				Name: "backup", ArgsUsage: "FOLDER",
				Usage: "write a copy of the store of keys into a folder, and delete copies there that are older than 30 days",
				Action: action(logs, exactly("FOLDER"), func(ctx context.Context, p *process, folder string) error {
					v, err := p.openVault(ctx)
					if err != nil {
						return err
					}
					path, n, err := v.Backup(ctx, folder)
					if err != nil {
						return err
					}
					_, err = fmt.Fprintf(p.out, "wrote %s, keys: %d\n", path, n)
					return err
				}),
			},
			{
				Name: "restore", ArgsUsage: "FILE",
				Usage: "bring back the keys of a copy that is not older than 30 days; those of people who were erased since stay destroyed",
				Action: action(logs, exactly("FILE"), func(ctx context.Context, p *process, path string) error {
					v, err := p.openVault(ctx)
					if err != nil {
						return err
					}
					n, err := v.Restore(ctx, path)
					if err != nil {
						return err
					}
					if err := p.migrate(ctx); err != nil {
						return err
					}
					if _, err := fmt.Fprintln(p.out, "keys brought back:", n); err != nil {
						return err
					}
					records, err := p.records(ctx)
					if err != nil {
						return err
					}
					return records.Destroy(ctx, time.Time{})
				}),
			},
			{
				Name: "refill", Usage: "make again what backups leave out: the names that search and lists need (part of restore)",
				Action: action(logs, noArguments, refill),
			},
		},
	}
}

// breachCommand reports what somebody saw of sealed personal data.
func breachCommand(logs io.Writer) *cli.Command {
	var from, until, discovered string
	return &cli.Command{
		Name: "breach-report", ArgsUsage: "E-MAIL-OR-ACCOUNT",
		Usage: "report of whom a person saw which sealed data in a window of time, and until when the authorised body has to be told",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "from", Usage: "`INSTANT` that the window begins with, such as 2026-03-01T00:00:00+05:00", Required: true, Destination: &from},
			&cli.StringFlag{Name: "until", Usage: "`INSTANT` that it ends before", DefaultText: "now", Destination: &until},
			&cli.StringFlag{Name: "discovered", Usage: "`INSTANT` at which the breach was discovered", DefaultText: "now", Destination: &discovered},
		},
		Action: action(logs, exactly("E-MAIL-OR-ACCOUNT"), func(ctx context.Context, p *process, actor string) error {
			at := time.Now().UTC()
			instants := map[string]time.Time{}
			for name, text := range map[string]string{"from": from, "until": until, "discovered": discovered} {
				instants[name] = at
				if text == "" {
					continue
				}
				instant, err := time.Parse(time.RFC3339, text)
				if err != nil {
					return fmt.Errorf("--%s: %q is no instant such as 2026-03-01T00:00:00+05:00", name, text)
				}
				instants[name] = instant.UTC()
			}
			accounts, err := p.accounts(ctx, messages.Gateways{})
			if err != nil {
				return err
			}
			report, err := people.New(p.client(), accounts, p.config.Operator).
				ReportBreach(ctx, actor, instants["from"], instants["until"], instants["discovered"])
			if err != nil {
				return err
			}
			_, err = report.WriteTo(p.out)
			return err
		}),
	}
}

// retentionCommand tells what the daily run erases.
func retentionCommand(logs io.Writer) *cli.Command {
	return &cli.Command{
		Name: "retention", Usage: "how many people and rows run out today and within 30 days, and by whose periods; nothing is changed",
		Action: action(logs, noArguments, func(ctx context.Context, p *process, _ string) error {
			accounts, err := p.accounts(ctx, messages.Gateways{})
			if err != nil {
				return err
			}
			report, err := people.New(p.client(), accounts, p.config.Operator).ReportRetention(ctx, time.Now())
			if err != nil {
				return err
			}
			_, err = report.WriteTo(p.out)
			return err
		}),
	}
}

// secondFactorCommand lets in who has lost their second factor, where nobody can
// do so in the application.
func secondFactorCommand(logs io.Writer) *cli.Command {
	var reason string
	var all bool
	return &cli.Command{
		Name: "reset-second-factor", ArgsUsage: "E-MAIL",
		Usage: "take away the second factor of a person who lost it; they set a new one when they sign in",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "reason", Usage: "`TEXT` for the record: who asked, and how it was made sure that it was they", Required: true, Destination: &reason},
			&cli.BoolFlag{Name: "all", Usage: "of everybody, without E-MAIL, when the account key is lost for good", Destination: &all},
		},
		Action: action(logs, func(n int) error {
			if all {
				return noArguments(n)
			}
			return exactly("E-MAIL")(n)
		}, func(ctx context.Context, p *process, address string) error {
			accounts, err := p.accounts(ctx, messages.Gateways{}) // what the person is told, the server sends
			if err != nil {
				return err
			}
			if all {
				n, err := accounts.ResetSecondFactors(viewer.AsSystem(ctx), reason)
				if err != nil {
					return err
				}
				return p.done(ctx, "second factors taken away:", n)
			}
			if err := accounts.ResetSecondFactorOf(viewer.AsSystem(ctx), address, reason); err != nil {
				return err
			}
			return p.done(ctx, "the second factor is taken away, and every session has ended")
		}),
	}
}

// process is what every command works with.
type process struct {
	config config.Config
	store  *store.Store
	log    *slog.Logger
	out    io.Writer

	keys  *store.Store // nil until vault
	vault *vault.Vault
}

// close ends what was opened.
func (p *process) close() error {
	err := p.store.Close()
	if p.keys != nil {
		err = errors.Join(err, p.keys.Close())
	}
	return err
}

// openVault opens the vault, once.
func (p *process) openVault(ctx context.Context) (_ *vault.Vault, err error) {
	if p.vault != nil {
		return p.vault, nil
	}
	if p.keys == nil {
		p.keys, err = store.OpenKeys(ctx, store.Options{
			DataDir: p.config.DataDir, DatabaseURL: p.config.VaultURL.Reveal(), Version: version, Logger: p.log,
		})
		if err != nil {
			return nil, fmt.Errorf("the store of keys (ZHAS_VAULT_URL): %w", err)
		}
	}
	if err := p.keys.Migrate(ctx); err != nil {
		return nil, fmt.Errorf("the store of keys (ZHAS_VAULT_URL): %w", err)
	}
	p.vault, err = vault.Open(ctx, p.config.VaultKeyFile, p.keys)
	return p.vault, err
}

// records returns what is held of people.
func (p *process) records(ctx context.Context) (*personal.Records, error) {
	v, err := p.openVault(ctx)
	if err != nil {
		return nil, err
	}
	return personal.New(p.client(), v), nil
}

// migrate brings the schema up to date, and seals what earlier releases kept in
// clear.
func (p *process) migrate(ctx context.Context) error {
	if err := p.store.Migrate(ctx); err != nil {
		return err
	}
	records, err := p.records(ctx)
	if err != nil {
		return err
	}
	return records.SealRest(ctx)
}

// arity checks how many arguments a command was given.
type arity func(n int) error

func noArguments(n int) error {
	if n > 0 {
		return errors.New("this command takes no arguments (see zhas --help)")
	}
	return nil
}

// exactly wants one argument, which it names.
func exactly(name string) arity {
	return func(n int) error {
		if n != 1 {
			return fmt.Errorf("give exactly one %s", name)
		}
		return nil
	}
}

func upToOneArgument(n int) error {
	if n > 1 {
		return errors.New("give one FILE at most")
	}
	return nil
}

// action reads the settings and opens the database before the command, and
// closes it afterwards. The command gets its first argument.
func action(logs io.Writer, check arity, do func(context.Context, *process, string) error) cli.ActionFunc {
	return func(ctx context.Context, cmd *cli.Command) (err error) {
		if err := check(cmd.Args().Len()); err != nil {
			return err
		}
		settings, err := config.FromCommand(cmd)
		if err != nil {
			return err
		}
		log := newLogger(logs, settings)
		opened, err := store.Open(ctx, store.Options{
			DataDir: settings.DataDir, DatabaseURL: settings.DatabaseURL.Reveal(), Version: version, Logger: log,
		})
		if err != nil {
			return err
		}
		p := &process{config: settings, store: opened, log: log, out: cmd.Root().Writer}
		defer func() { err = errors.Join(err, p.close()) }()
		return do(ctx, p, cmd.Args().First())
	}
}

func newLogger(w io.Writer, settings config.Config) *slog.Logger {
	options := &slog.HandlerOptions{Level: settings.LogLevel}
	if settings.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

// client returns a fresh ent client over the process's database.
func (p *process) client() *ent.Client { return ent.NewClient(ent.Driver(p.store.Driver())) }

// serve brings the schema and the published facts up to date and answers
// requests until ctx ends.
func serve(ctx context.Context, p *process, _ string) (err error) {
	slog.SetDefault(p.log)
	tuneMemory(p.log)
	p.log.InfoContext(ctx, "starting", "version", version, "config", p.config)
	stopTracing, err := web.Tracing(ctx)
	if err != nil {
		return err
	}
	// What is still to be sent is sent after ctx has ended.
	defer func() { err = errors.Join(err, stopTracing(context.WithoutCancel(ctx))) }()

	if err := p.migrate(ctx); err != nil {
		return err
	}
	if err := p.loadPublishedFacts(ctx); err != nil {
		return err
	}
	transport, outbox, err := p.messages()
	if err != nil {
		return err
	}
	accounts, err := p.accounts(ctx, transport)
	if err != nil {
		return err
	}
	if err := accounts.ProveKey(ctx); err != nil {
		return fmt.Errorf("%s (ZHAS_ACCOUNT_KEY_FILE): %w", p.config.AccountKeyFile, err)
	}
	if err := accounts.Records.Prove(ctx); err != nil {
		return fmt.Errorf("%s (ZHAS_VAULT_KEY_FILE) and the store of keys (ZHAS_VAULT_URL): %w", p.config.VaultKeyFile, err)
	}
	if err := accounts.Records.Destroy(ctx, time.Time{}); err != nil {
		return err
	}
	if p.config.Operator == "" {
		p.log.WarnContext(ctx, "consents name nobody who answers for the data: set ZHAS_OPERATOR before young people register")
	}
	if err := p.offerAdministration(ctx, accounts); err != nil {
		return err
	}
	metrics := web.NewMetrics(version)
	stopSealing, err := p.seal(ctx, metrics)
	if err != nil {
		return err
	}
	defer stopSealing() // after the last request and the last job
	working, stopWorking := context.WithCancel(ctx)
	var workers sync.WaitGroup
	defer func() { stopWorking(); workers.Wait() }() // the job at hand is finished
	young := people.New(p.client(), accounts, p.config.Operator)
	if err := young.KeyNames(ctx); err != nil {
		return err
	}
	handlers := accounts.Handlers()
	maps.Copy(handlers, young.Handlers())
	workers.Go(func() { jobs.New(p.client(), handlers, p.log).Run(working) })
	workers.Go(func() { p.purge(working, accounts, young) })
	resolver := graph.NewResolver(p.client(), accounts, young)
	workers.Go(func() { resolver.Follow(viewer.AsSystem(working)) })
	schema := graph.NewExecutableSchema(graph.Config{Resolvers: resolver})
	handler, err := web.New(web.Options{
		Graph: namingRequests(graph.NewHandler(schema, graph.Options{
			Logger: p.log, IsHidden: isHidden, Client: clientOf, Stopping: ctx, Registerer: metrics.Registerer(),
			Record: accounts.Records.Record,
		})),
		Sessions:       accounts.Viewer,
		Outbox:         outbox,
		SDL:            graph.SDL(schema),
		App:            frontend.App(),
		Placeholder:    frontend.Placeholder(),
		Ready:          map[string]web.Check{"database": p.store.Ping},
		Draining:       ctx.Done(),
		PublicURL:      p.config.PublicURL,
		TrustedProxies: p.config.TrustedProxies,
		CORSOrigins:    p.config.CORSOrigins,
		Metrics:        metrics,
		Logger:         p.log,
	})
	if err != nil {
		return err
	}
	return web.Serve(ctx, web.ServeOptions{
		Handler:         handler,
		Address:         p.config.Listen,
		TLSCertificate:  p.config.TLSCertificate,
		TLSKey:          p.config.TLSKey,
		Metrics:         metrics,
		MetricsAddress:  p.config.MetricsListen,
		ShutdownDelay:   p.config.ShutdownDelay,
		ShutdownTimeout: p.config.ShutdownTimeout,
		Logger:          p.log,
	})
}

// seal seals the journal beside the requests, until it is told to stop.
func (p *process) seal(ctx context.Context, metrics *web.Metrics) (stop func(), err error) {
	key, err := journal.Key(p.config.JournalKeyFile)
	if err != nil {
		return nil, err
	}
	p.log.InfoContext(ctx, "the journal's heads are signed", "key", journal.PublicKey(key), "file", p.config.JournalHeadFile)
	sealer := journal.NewSealer(journal.SealerOptions{
		Client: p.client(), Key: key, HeadFile: p.config.JournalHeadFile, Registerer: metrics.Registerer(), Logger: p.log,
	})
	// Requests that are still running when ctx ends are journalled as well.
	sealing, cancel := context.WithCancel(viewer.AsSystem(context.WithoutCancel(ctx)))
	var done sync.WaitGroup
	done.Go(func() { sealer.Run(sealing) })
	return func() { cancel(); done.Wait() }, nil
}

// namingRequests lets the journal name the request that changes were made by.
func namingRequests(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(journal.WithRequestID(r.Context(), web.RequestID(r.Context()))))
	})
}

// messages returns the way that messages go, and the page that shows them where
// they are not sent.
func (p *process) messages() (messages.Transport, http.Handler, error) {
	if p.config.Outbox {
		outbox := &messages.Outbox{PublicHost: p.config.PublicURL.Host}
		return outbox, outbox, nil
	}
	var gateways messages.Gateways
	var err error
	if p.config.SMTPURL != nil {
		if gateways.Mail, err = messages.NewSMTP(p.config.SMTPURL, p.config.MailFrom); err != nil {
			return nil, nil, err
		}
	}
	if p.config.SMSURL != "" {
		gateways.SMS, err = messages.NewSMSGateway(messages.SMSOptions{
			URL: p.config.SMSURL.Reveal(), Body: p.config.SMSBody,
			Authorization: p.config.SMSAuthorization.Reveal(), Accepted: p.config.SMSAccepted,
		})
		if err != nil {
			return nil, nil, fmt.Errorf("ZHAS_SMS_URL and ZHAS_SMS_BODY: %w", err)
		}
	}
	return gateways, nil, nil
}

// accounts returns the service for people.
func (p *process) accounts(ctx context.Context, post account.Post) (*account.Service, error) {
	key, err := account.LoadKey(p.config.AccountKeyFile)
	if err != nil {
		return nil, err
	}
	records, err := p.records(ctx)
	if err != nil {
		return nil, err
	}
	return account.New(account.Options{
		Client: p.client(), Records: records, Key: key, Post: post, PublicURL: p.config.PublicURL, Logger: p.log,
	}), nil
}

// tryMessage sends a message by the way that the settings name.
func tryMessage(ctx context.Context, p *process, to string) error {
	if p.config.Outbox {
		return errors.New("with ZHAS_OUTBOX=on no message is sent: those of the server are shown at /outbox")
	}
	transport, _, err := p.messages()
	if err != nil {
		return err
	}
	const subject, text = "Zhas", "Zhas: сынақ хабарлама. Пробное сообщение. A message to try the settings."
	if messages.IsPhoneNumber(to) {
		err = transport.SendSMS(ctx, to, text)
	} else {
		err = transport.SendMail(ctx, to, subject, text)
	}
	if err != nil {
		return err
	}
	return p.done(ctx, "the message was handed over")
}

// offerAdministration prints the link that makes the first account. It goes to
// the output and not to the log, which others may read.
func (p *process) offerAdministration(ctx context.Context, accounts *account.Service) error {
	link, err := accounts.FirstAdministrator(ctx)
	if err != nil || link == "" {
		return err
	}
	_, err = fmt.Fprintf(p.out, "Nobody has an account yet. Create the administrator within a day:\n%s\n", link)
	return err
}

// purge removes what is of no use any more, now and each hour, and once a day what
// has run out, until ctx ends.
func (p *process) purge(ctx context.Context, accounts *account.Service, young *people.Service) {
	for hourly := time.Tick(time.Hour); ; {
		at := time.Now()
		// Sessions tell when people were there last, until they are purged.
		err := errors.Join(young.NoteActivity(ctx, at), accounts.Purge(ctx), accounts.Records.Purge(ctx))
		if err != nil && ctx.Err() == nil {
			p.log.ErrorContext(ctx, "cannot remove what is of no use any more", "error", err)
		}
		if retained, done, err := young.Retain(ctx, at); err != nil && ctx.Err() == nil {
			p.log.ErrorContext(ctx, "cannot erase what has run out", "error", err, "until then", retained)
		} else if done {
			p.log.InfoContext(ctx, "what has run out is erased", "retention", retained)
		}
		select {
		case <-ctx.Done():
			return
		case <-hourly:
		}
	}
}

// isHidden tells the errors by which ent says that a row is absent or that a
// policy keeps it from the viewer.
func isHidden(err error) bool { return ent.IsNotFound(err) || errors.Is(err, privacy.Deny) }

// clientOf is how the graph tells clients apart: by account, by address those that
// have not signed in.
func clientOf(ctx context.Context) string {
	if asking, _ := viewer.FromContext(ctx); asking.Account > 0 {
		return "account " + strconv.Itoa(asking.Account)
	}
	return web.ClientAddress(ctx).String()
}

// tuneMemory trades memory for processor time: the collector runs when the heap
// has grown fivefold, but earlier near the memory that the machine or its
// container grants. GOGC and GOMEMLIMIT in the environment win.
func tuneMemory(log *slog.Logger) {
	if _, set := os.LookupEnv("GOGC"); !set {
		debug.SetGCPercent(400)
	}
	_, err := memlimit.Set(
		memlimit.WithRatio(0.7),
		memlimit.WithProvider(memlimit.ApplyFallback(memlimit.FromCgroup, memlimit.FromSystem)),
	)
	if err != nil {
		log.Warn("no memory limit was set", "error", err)
	}
}

func (p *process) loadPublishedFacts(ctx context.Context) error {
	report, err := facts.Load(viewer.AsSystem(ctx), p.client())
	if err != nil {
		return fmt.Errorf("loading the published facts: %w", err)
	}
	p.log.InfoContext(ctx, "published facts are loaded", "report", report)
	return nil
}

// loadFacts loads the published facts, or those of one file.
func loadFacts(ctx context.Context, p *process, path string) error {
	if err := p.migrate(ctx); err != nil {
		return err
	}
	if err := p.loadPublishedFacts(ctx); err != nil {
		return err
	}
	if path == "" {
		return p.done(ctx)
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	report, err := facts.LoadFile(viewer.AsSystem(ctx), p.client(), path, file)
	if err != nil {
		return err
	}
	return p.done(ctx, report)
}

// done seals what a command has written, as no server may run, and prints what
// it did.
func (p *process) done(ctx context.Context, words ...any) error {
	if _, err := journal.Seal(viewer.AsSystem(ctx), p.client()); err != nil || len(words) == 0 {
		return err
	}
	_, err := fmt.Fprintln(p.out, words...)
	return err
}

// verify compares the journal with its own seals and with signed heads: those of
// a file, or the process's own.
func verify(ctx context.Context, p *process, path, key string) (err error) {
	if key == "" {
		if key, err = journal.KnownKey(p.config.JournalKeyFile); err != nil {
			return err
		}
	}
	own := path == ""
	if own {
		path = p.config.JournalHeadFile
	}
	var heads io.Reader // none unless there is a file
	file, err := os.Open(path)
	switch {
	case err == nil:
		defer func() { _ = file.Close() }()
		heads = file
	case !own || !errors.Is(err, fs.ErrNotExist):
		return err
	}
	sound, err := journal.Verify(viewer.AsSystem(ctx), p.client(), heads, key)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(p.out, sound)
	return err
}

func backup(ctx context.Context, p *process, path string) error {
	manifest, err := p.store.Backup(ctx, path)
	if err != nil {
		return err
	}
	return p.printManifest("wrote", path, manifest)
}

func restore(ctx context.Context, p *process, path string) error {
	manifest, err := p.store.Restore(ctx, path)
	if err != nil {
		return err
	}
	if err := p.printManifest("restored", path, manifest); err != nil {
		return err
	}
	if err := refill(ctx, p, ""); err != nil {
		return fmt.Errorf("the backup is restored, but the names of people are not; mend this and run `zhas vault refill`: %w", err)
	}
	return nil
}

// refill makes again what backups leave out.
func refill(ctx context.Context, p *process, _ string) error {
	if err := p.migrate(ctx); err != nil {
		return err
	}
	records, err := p.records(ctx)
	if err != nil {
		return err
	}
	refilled, err := records.Refill(ctx)
	if err != nil {
		return err
	}
	if err := records.Destroy(ctx, time.Time{}); err != nil {
		return err
	}
	return p.done(ctx, fmt.Sprintf("people opened: %d, found erased: %d", refilled.People, refilled.Erased))
}

// printManifest says what a backup holds, a line a table.
func (p *process) printManifest(done, path string, manifest store.Manifest) error {
	if _, err := fmt.Fprintf(p.out, "%s %s, schema %d\n", done, path, manifest.Schema); err != nil {
		return err
	}
	for _, table := range manifest.Tables {
		if _, err := fmt.Fprintf(p.out, "%8d  %s\n", table.Rows, table.Name); err != nil {
			return err
		}
	}
	return nil
}
