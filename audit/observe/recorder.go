// Package observe makes of the events that a browser tells of its tab what a report
// says was seen: cookies, what else is stored, requests to others, and how a page
// loaded. It drives nothing; audit/browser feeds it, and audit/walk gathers what it
// holds. Start reading at [Recorder.Hear], then [Observations].
package observe

import (
	"net/url"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/domstorage"
	"github.com/chromedp/cdproto/inspector"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/serviceworker"
	"github.com/chromedp/cdproto/target"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/audit/siteurl"
)

// MaxKept is how many cookies, stored things and requests of each kind a report
// holds. A page can make any number.
const MaxKept = 1000

// Recorder gathers what the browser tells of one journey. The browser calls it
// from its own goroutine.
type Recorder struct {
	mu   sync.Mutex
	site *url.URL

	main    cdp.FrameID // the page itself, not a frame in it
	journey report.JourneyName
	page    string

	cookies  table[cookieKey, report.Cookie]
	stored   table[storedKey, report.Stored]
	requests table[requestKey, report.Request]

	answers  map[network.RequestID]*answer
	setters  map[string]string // name of a cookie: the script that set it
	carried  map[carriedKey]carried
	scripted []scripted
	sentOut  []sentOut
	ids      map[string]string // value of the site's own: what it is called
	opening  bool              // a document was asked for, and is not there yet
	status   int
	failed   string
	torn     bool // something of the page that could set cookies was cut off
	crashed  bool
	active   map[network.RequestID]load
	stirred  time.Time       // when something last happened on the wire
	shown    time.Time       // since when the page is there
	patience time.Duration   // how long is waited for what scripts fetch
	polls    map[string]bool // addresses that pages fetch without end
	dialogs  int
	windows  int
}

// New makes a recorder for one journey through the site.
func New(site *url.URL) *Recorder {
	return &Recorder{
		site:    site,
		answers: map[network.RequestID]*answer{},
		setters: map[string]string{},
		ids:     map[string]string{},
		carried: map[carriedKey]carried{},
		active:  map[network.RequestID]load{},
		polls:   map[string]bool{},
	}
}

// MoveTo begins a page: what is seen from now on was seen there. What its scripts fetch is
// waited for with patience.
func (r *Recorder) MoveTo(address string, patience time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.page, r.opening, r.status, r.failed, r.stirred = siteurl.Bare(address), false, 0, "", time.Now()
	r.torn, r.crashed, r.shown, r.patience = false, false, r.stirred, patience
	clear(r.active)
}

// SetMain says which frame is the page itself.
func (r *Recorder) SetMain(id cdp.FrameID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.main = id
}

// ContinueAs continues the journey under another name.
func (r *Recorder) ContinueAs(journey report.JourneyName) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.journey = journey
}

func (r *Recorder) here(initiator string) report.Where {
	return report.Where{Journey: r.journey, Page: r.page, Initiator: siteurl.Bare(initiator)}
}

// Hear takes an event of the tab.
func (r *Recorder) Hear(event any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		r.asked(e)
	case *network.EventRequestWillBeSentExtraInfo:
		r.sent(e)
	case *network.EventResponseReceivedExtraInfo:
		r.answer(e.RequestID).extras = append(r.answer(e.RequestID).extras, e)
	case *network.EventResponseReceived:
		r.answered(e)
	case *network.EventLoadingFinished:
		r.ended(e.RequestID)
	case *network.EventLoadingFailed:
		r.lost(e)
	case *network.EventWebSocketCreated:
		r.asks(e.URL, "WebSocket", "", nil)
	case *page.EventLoadEventFired:
		r.opening, r.shown = false, time.Now()
	case *inspector.EventTargetCrashed:
		r.crashed, r.opening = true, false
		clear(r.active)
	case *page.EventJavascriptDialogOpening:
		r.dialogs++
	case *page.EventWindowOpen:
		r.windows++
	case *domstorage.EventDomStorageItemAdded:
		r.kept(e.StorageID, e.Key, e.NewValue)
	case *domstorage.EventDomStorageItemUpdated:
		r.kept(e.StorageID, e.Key, e.NewValue)
	case *serviceworker.EventWorkerVersionUpdated:
		for _, v := range e.Versions {
			r.store(report.ServiceWorker, siteurl.Origin(v.ScriptURL), siteurl.Bare(v.ScriptURL), 0)
		}
	case *target.EventReceivedMessageFromTarget:
		if said := WorkerSays(e.Message); said.Method == runtime.BindingCalled.Method {
			r.scriptSays(&said.Params)
		}
	case *runtime.EventBindingCalled:
		r.scriptSays(e)
	}
}

func (r *Recorder) answer(id network.RequestID) *answer {
	a := r.answers[id]
	if a == nil {
		a = &answer{}
		r.answers[id] = a
	}
	return a
}
