package commands

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"github.com/prokken/prokken/audit/format"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
)

// screen is where a command says what it is at: one line that is drawn again on a terminal, lines
// elsewhere.
type screen struct {
	out     io.Writer
	columns int // of the terminal; 0: it is none
}

func newScreen(out io.Writer) screen {
	file, isFile := out.(*os.File)
	if !isFile || !term.IsTerminal(int(file.Fd())) {
		return screen{out: out}
	}
	if columns, _, err := term.GetSize(int(file.Fd())); err == nil && columns > 0 {
		return screen{file, columns}
	}
	return screen{file, maxWidth}
}

const clearLine = "\r\x1b[2K"

func (s screen) isTerminal() bool { return s.columns > 0 }

// show draws the line on a terminal, and writes it elsewhere.
func (s screen) show(line string) {
	if s.isTerminal() {
		_, _ = fmt.Fprint(s.out, clearLine+format.Cut(line, s.columns-1))
		return
	}
	_, _ = fmt.Fprintln(s.out, line)
}

// clear leaves a clean line.
func (s screen) clear() {
	if s.isTerminal() {
		_, _ = fmt.Fprint(s.out, clearLine)
	}
}

const barLength = 16

func bar(done, of int) string {
	full := barLength * min(done, of) / max(of, 1)
	return "[" + strings.Repeat("#", full) + strings.Repeat(".", barLength-full) + "]"
}

// left guesses from what was done so far how long the rest takes; "" where that is too little.
func left(done, of int, since time.Duration) string {
	if done < 3 || done >= of {
		return ""
	}
	rest := max(since/time.Duration(done)*time.Duration(of-done), time.Second)
	return claim.LifetimeWords(cookie.Lifetime(rest)) + " left"
}

// progress says what a command is at, and how far, while that takes time. What is over in a moment
// is not told of.
type progress struct {
	screen
	began time.Time
	ended chan struct{}
	once  sync.Once
	over  sync.WaitGroup

	mu       sync.Mutex // guards what is below, and the screen
	what     string
	since    time.Time // what began
	done, of int
	drawn    bool
}

const (
	drawEvery = 200 * time.Millisecond // on a terminal, after the first second
	sayEvery  = 5 * time.Second        // elsewhere
)

// begin says what a command is at until the progress is ended. The command's answer goes through the
// Invocation that is returned, so that the two do not stand in one line.
func (i Invocation) begin(what string) (*progress, Invocation) {
	p := newProgress(newScreen(i.errors), what)
	i.out = above{p, i.out}
	return p, i
}

// beginServer is begin for a server: its lines stand in its log, where that is on no terminal.
func (i Invocation) beginServer(what string) (*progress, Invocation) {
	to := newScreen(i.errors)
	if !to.isTerminal() {
		to.out = logged{}
		return newProgress(to, what), i
	}
	p := newProgress(to, what)
	i.out, i.errors = above{p, i.out}, above{p, i.errors}
	return p, i
}

func newProgress(to screen, what string) *progress {
	p := &progress{screen: to, began: time.Now(), ended: make(chan struct{})}
	p.now(what)
	p.over.Go(p.keepSaying)
	return p
}

// now says what comes next.
func (p *progress) now(what string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.what, p.since, p.done, p.of = what, time.Now(), 0, 0
}

// at says how much of it is done.
func (p *progress) at(done, of int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done, p.of = done, of
}

// end says nothing more. It may be called again.
func (p *progress) end() {
	p.once.Do(func() { close(p.ended) })
	p.over.Wait()
	p.erase()
}

func (p *progress) keepSaying() {
	every, next := sayEvery, sayEvery
	if p.isTerminal() {
		every, next = drawEvery, time.Second
	}
	for {
		select {
		case <-p.ended:
			return
		case <-time.After(next):
			p.say()
			next = every
		}
	}
}

func (p *progress) say() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.show(p.line())
	p.drawn = true
}

func (p *progress) line() string {
	line := p.what
	if p.of > 0 {
		line = fmt.Sprintf("%s %d/%d  %s", bar(p.done, p.of), p.done, p.of, p.what)
	}
	since := time.Since(p.since)
	if rest := left(p.done, p.of, since); rest != "" {
		return line + "  " + rest
	}
	return line + "  " + time.Since(p.began).Truncate(time.Second).String()
}

// erase takes the line away that is drawn.
func (p *progress) erase() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.drawn {
		p.clear()
		p.drawn = false
	}
}

// above writes where the line of a progress may stand.
type above struct {
	*progress
	to io.Writer
}

// Write implements io.Writer.
func (a above) Write(text []byte) (int, error) {
	a.erase()
	return a.to.Write(text)
}

// logged writes lines into the log.
type logged struct{}

// Write implements io.Writer.
func (logged) Write(line []byte) (int, error) {
	slog.Info("the start takes time", "at", strings.TrimSpace(string(line)))
	return len(line), nil
}
