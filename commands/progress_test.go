package commands

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prokken/prokken/models/modelstest"
)

// TestProgress: without a terminal there is a line every five seconds, and none for what is over
// sooner.
func TestProgress(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var told bytes.Buffer
		p, _ := Invocation{errors: &told}.begin("Opening the database")
		time.Sleep(4 * time.Second)
		p.now("Comparing customers")
		p.at(1, 40)
		time.Sleep(2 * time.Second)
		p.at(10, 40)
		time.Sleep(5 * time.Second)
		p.end()
		p.end()
		time.Sleep(time.Minute)
		want := "[................] 1/40  Comparing customers  5s\n[####............] 10/40  Comparing customers  18 seconds left\n"
		if told.String() != want {
			t.Errorf("%q", told.String())
		}
	})
}

// TestProgressOnATerminal: one line is drawn again and again, gives way to each line of the answer,
// and is gone in the end.
func TestProgressOnATerminal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var told bytes.Buffer
		p := newProgress(screen{&told, 30}, "Comparing customers of Stripe with ours")
		answer := Invocation{out: above{p, &told}}
		time.Sleep(900 * time.Millisecond)
		answer.say("before")
		time.Sleep(200 * time.Millisecond)
		synctest.Wait()
		answer.say("cus_1: gone")
		time.Sleep(100 * time.Millisecond)
		synctest.Wait()
		p.end()
		drawn := clearLine + "Comparing customers of Stripe"[:28] + "…"
		if want := "before\n" + drawn + clearLine + "cus_1: gone\n" + drawn + clearLine; told.String() != want {
			t.Errorf("%q, not %q", told.String(), want)
		}
	})
}

// TestStoppedExportsAndImports: a command that is stopped leaves no file and no draft behind.
func TestStoppedExportsAndImports(t *testing.T) {
	eachShell(t, func(t *testing.T, s shell) {
		s.shows("policy export terms", "slug: terms")
		file := filepath.Join(s.folder, "choices")
		for _, words := range []string{
			"policy export terms --out " + file,
			"policy consents --out " + file,
			"policy verify",
			"backup --out " + file,
			"policy import " + s.file("terms.yaml", strings.Replace(content(t, "terms"), "title: ", "title: New ", 1)),
		} {
			for n := 1; ; n += n/2 + 1 {
				ctx := modelstest.EndsAfter(t.Context(), n)
				if _, err := s.try(ctx, strings.Fields(words)...); err == nil {
					break
				} else if ctx.Err() == nil {
					t.Fatalf("%s: %v", words, err)
				}
				left, err := filepath.Glob(filepath.Join(s.folder, "[.c]*"))
				if err != nil || len(left) > 0 {
					t.Fatalf("%s, stopped after %d questions: %s, %v", words, n, left, err)
				}
				if d, err := s.policies().Draft(t.Context(), "terms"); err != nil || d.Saved {
					t.Fatalf("%s, stopped after %d questions: %v, %v", words, n, d.Saved, err)
				}
			}
			_ = os.Remove(file)
		}
	})
}

// TestAStartThatTakesTimeSaysWhatItDoes: here it waits for a database.
func TestAStartThatTakesTimeSaysWhatItDoes(t *testing.T) {
	t.Parallel()
	s := newServer(t, "PROKKEN_DATABASE_URL=postgres://127.0.0.1:1/x")
	s.start("serve")
	s.until(time.Minute, "it said nothing", func() bool {
		return strings.Contains(s.log.String(), `"the start takes time" at="Bringing the database up to this program  5s"`)
	})
	s.kill()
}
