package walk

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/prokken/prokken/audit/banner"
	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/audit/siteurl"
)

// question is what the anonymous visitor learnt of what the site asks about cookies.
type question struct {
	address string // of the page; "": nothing was seen anywhere
	words   string
	tool    string
	after   time.Duration // since the page was there
}

func (q question) isSeen() bool { return q.address != "" }

// lookEvery is how often a question is looked for.
const lookEvery = 500 * time.Millisecond

// patienceAt is how many times as long as a visitor stays at the first page a question is
// waited for: many come seconds later.
func patienceAt(page int) time.Duration {
	if page == 0 {
		return 3
	}
	return 0
}

// lookForQuestion looks whether the page asks about cookies: at the first page for some
// seconds, at later ones once.
func (w *walker) lookForQuestion(t *browser.Tab, address string, wait time.Duration) {
	if w.question.words != "" {
		return
	}
	after := time.Duration(0)
	words, tool := readQuestion(t)
	for ; words == "" && after < wait && !t.Ended(); after += lookEvery {
		t.Rest(lookEvery)
		words, tool = readQuestion(t)
	}
	if wait > 0 && words == "" {
		tool = cmp.Or(detectByRules(t), tool)
	}
	if words != "" || tool != "" && !w.question.isSeen() {
		w.question = question{address, report.Short(words), cmp.Or(tool, w.question.tool), after}
	}
}

// readQuestion is how the question of the page begins, and the consent tool that it has.
func readQuestion(t *browser.Tab) (words, tool string) {
	ctx, cancel := t.Look()
	defer cancel()
	for _, s := range views(ctx, t) {
		if begins, asks := s.view.Asks(); asks {
			words = begins
			break
		}
	}
	tools, _ := browser.ReadPage[[]string](ctx, banner.ToolsScript) // a page that hangs has none
	return words, strings.Join(tools, ", ")
}

// sight is what one document of a page shows.
type sight struct {
	frame browser.Frame
	view  banner.View
}

// views reads all documents of the page.
func views(ctx context.Context, t *browser.Tab) []sight {
	var all []sight
	for _, f := range t.Frames(ctx) {
		if view, err := browser.ReadFrame[banner.View](ctx, f, banner.Script); err == nil {
			all = append(all, sight{f, view})
		}
	}
	return all
}

// tellBanner notes the question in the result.
func (w *walker) tellBanner() {
	b := &w.Banner
	b.Rules = banner.Rules()
	b.Page, b.Words, b.Tool = siteurl.Bare(w.question.address), w.question.words, w.question.tool
	switch {
	case !w.question.isSeen():
		b.State = report.NoBanner
	case b.Accept != nil && (b.Refuse != nil || b.Notice):
		b.State = report.BannerAnswered
	default:
		b.State = report.BannerUnanswered
	}
}
