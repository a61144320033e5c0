package audit

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
)

// most is how many cookies, stored things and requests of each kind a report
// holds. A page can make any number.
const most = 1000

// recorder gathers what the browser tells of one journey. The browser calls it
// from its own goroutine.
type recorder struct {
	mu   sync.Mutex
	site *url.URL

	main    cdp.FrameID // the page itself, not a frame in it
	journey JourneyName
	page    string

	cookies  table[cookieKey, Cookie]
	stored   table[storedKey, Stored]
	requests table[requestKey, Request]

	answers  map[network.RequestID]*answer
	setters  map[string]string // name of a cookie: the script that set it
	carried  map[carriedKey]carried
	scripted []scripted
	opening  bool // a document was asked for, and is not there yet
	status   int
	failed   string
	torn     bool // something of the page that could set cookies was cut off
	crashed  bool
	active   map[network.RequestID]bool
	stirred  time.Time // when something last happened on the wire
	dialogs  int
	windows  int
}

func newRecorder(site *url.URL) *recorder {
	return &recorder{site: site, answers: map[network.RequestID]*answer{}, setters: map[string]string{}, carried: map[carriedKey]carried{}, active: map[network.RequestID]bool{}}
}

// moveTo begins a page: what is seen from now on was seen there.
func (r *recorder) moveTo(address string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.page, r.opening, r.status, r.failed, r.stirred = bare(address), false, 0, "", time.Now()
	r.torn, r.crashed = false, false
	clear(r.active)
}

func (r *recorder) setMain(id cdp.FrameID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.main = id
}

// asWho continues the journey under another name.
func (r *recorder) asWho(journey JourneyName) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.journey = journey
}

func (r *recorder) here(initiator string) Where {
	return Where{Journey: r.journey, Page: r.page, Initiator: bare(initiator)}
}

// hear takes an event of the tab.
func (r *recorder) hear(event any) {
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
		r.opening = false
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
			r.store(ServiceWorker, originOf(v.ScriptURL), bare(v.ScriptURL), 0)
		}
	case *target.EventReceivedMessageFromTarget:
		if said := workerSays(e.Message); said.Method == runtime.BindingCalled.Method {
			r.scriptSays(&said.Params)
		}
	case *runtime.EventBindingCalled:
		r.scriptSays(e)
	}
}

func (r *recorder) answer(id network.RequestID) *answer {
	a := r.answers[id]
	if a == nil {
		a = &answer{}
		r.answers[id] = a
	}
	return a
}

// quiet reports whether the page is there and nothing happened for a while.
func (r *recorder) quiet(since time.Duration) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return !r.opening && len(r.active) == 0 && time.Since(r.stirred) >= since
}
