package browser

import (
	"context"
	"strings"

	"github.com/chromedp/cdproto/cachestorage"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/domstorage"
	"github.com/chromedp/cdproto/indexeddb"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"

	"github.com/prokken/prokken/audit/observe"
)

// lookAtStores asks for the databases, caches and files of every frame's origin.
func (t *Tab) lookAtStores(ctx context.Context) {
	tree, err := chromedp.Call(ctx, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		return // a page that hangs; what it kept is seen on the next
	}
	for _, origin := range originsOf(tree.FrameTree) {
		t.lookAtOrigin(ctx, origin)
	}
	t.lookAtFiles(ctx, tree.FrameTree)
}

// originsOf are the origins of a page and its frames, each once.
func originsOf(tree *page.FrameTree) []string {
	var all []string
	seen := map[string]bool{}
	var walk func(*page.FrameTree)
	walk = func(t *page.FrameTree) {
		if origin := t.Frame.SecurityOrigin; strings.HasPrefix(origin, "http") && !seen[origin] &&
			len(all) < observe.MaxKept {
			seen[origin] = true
			all = append(all, origin)
		}
		for _, child := range t.ChildFrames {
			walk(child)
		}
	}
	walk(tree)
	return all
}

func (t *Tab) lookAtOrigin(ctx context.Context, origin string) {
	var databases, caches []string
	if found, err := chromedp.Call(ctx, indexeddb.RequestDatabaseNames, indexeddb.RequestDatabaseNamesParams{SecurityOrigin: origin}); err == nil {
		databases = found.DatabaseNames
	}
	if found, err := chromedp.Call(ctx, cachestorage.RequestCacheNames, cachestorage.RequestCacheNamesParams{SecurityOrigin: origin}); err == nil {
		for _, c := range found.Caches {
			caches = append(caches, c.CacheName)
		}
	}
	for _, isLocal := range []bool{true, false} {
		id := domstorage.StorageID{SecurityOrigin: origin, IsLocalStorage: isLocal}
		params := domstorage.GetDOMStorageItemsParams{StorageID: &id}
		if found, err := chromedp.Call(ctx, domstorage.GetDOMStorageItems, params); err == nil {
			t.rec.KeptItems(&id, found.Entries)
		}
	}
	if len(databases)+len(caches) > 0 {
		t.rec.KeptIn(origin, databases, caches, sizes(ctx, origin))
	}
}

// sizes are the bytes that the origin keeps, by the kind of store.
func sizes(ctx context.Context, origin string) map[storage.Type]int64 {
	bytes := map[storage.Type]int64{}
	usage, err := chromedp.Call(ctx, storage.GetUsageAndQuota, storage.GetUsageAndQuotaParams{Origin: origin})
	if err == nil {
		for _, part := range usage.UsageBreakdown {
			bytes[part.StorageType] = int64(part.Usage)
		}
	}
	return bytes
}

// limitStores has the browser keep no more than so much of an origin. The page is
// told that the disk is full.
func (t *Tab) limitStores(ctx context.Context, origin string) {
	_, _ = chromedp.Call(
		ctx,
		storage.OverrideQuotaForOrigin,
		storage.OverrideQuotaForOriginParams{Origin: origin, QuotaSize: new(float64(t.Limits.Store))},
	)
}
