package browser

import (
	"sync"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/runtime"
)

// worlds knows the worlds in which audits read the documents that are shown now: to ask for one
// costs as much as what is read there.
type worlds struct {
	mu    sync.Mutex
	gone  int // how many times documents ended
	known map[cdp.FrameID]runtime.ExecutionContextID
}

// hear forgets the worlds when a document ended: which ones ended with it the event does not say.
func (w *worlds) hear(event any) {
	switch event.(type) {
	case *runtime.EventExecutionContextsCleared, *runtime.EventExecutionContextDestroyed:
		w.mu.Lock()
		defer w.mu.Unlock()
		w.gone++
		clear(w.known)
	}
}

// of is the world of the frame's document, or what create answers. That is kept unless a document
// ended meanwhile, which might be this one.
func (w *worlds) of(frame cdp.FrameID, create func() (runtime.ExecutionContextID, error)) (runtime.ExecutionContextID, error) {
	w.mu.Lock()
	id, isKnown := w.known[frame]
	gone := w.gone
	w.mu.Unlock()
	if isKnown {
		return id, nil
	}
	id, err := create()
	w.mu.Lock()
	defer w.mu.Unlock()
	if err == nil && gone == w.gone {
		w.known[frame] = id
	}
	return id, err
}
