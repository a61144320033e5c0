package observe

import (
	"strings"

	"github.com/chromedp/cdproto/domstorage"
	"github.com/chromedp/cdproto/storage"

	"github.com/prokken/prokken/audit/report"
)

// kept notes an item of a page's own storage.
func (r *Recorder) kept(id *domstorage.StorageID, key, value string) {
	kind := report.SessionStorage
	if id.IsLocalStorage {
		kind = report.LocalStorage
	}
	origin := id.SecurityOrigin
	if origin == "" {
		origin, _, _ = strings.Cut(string(id.StorageKey), "^")
	}
	if len(r.ids) < MaxKept && strings.TrimSuffix(origin, "/") == r.site.Scheme+"://"+r.site.Host {
		r.ids[value] = report.Short(key)
	}
	r.store(kind, strings.TrimSuffix(origin, "/"), key, int64(len(key)+len(value)))
}

// KeptItems notes the items that stand in a page's own storage: those of before, too.
func (r *Recorder) KeptItems(id *domstorage.StorageID, items []domstorage.Item) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, item := range items {
		if len(item) == 2 {
			r.kept(id, item[0], item[1])
		}
	}
}

// store notes what is kept besides cookies.
func (r *Recorder) store(kind report.StoreKind, origin, key string, size int64) {
	s := r.stored.get(
		storedKey{kind, origin, key},
		func() report.Stored { return report.Stored{Kind: kind, Origin: origin, Key: report.Short(key)} },
	)
	if s != nil {
		s.Size = max(s.Size, size)
		s.Seen = seenAt(s.Seen, r.here(""))
	}
}

// KeptIn notes the databases and caches of an origin, with the bytes that each kind of store takes.
func (r *Recorder) KeptIn(origin string, databases, caches []string, bytes map[storage.Type]int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, name := range databases {
		r.store(report.IndexedDB, origin, name, bytes[storage.TypeIndexeddb])
	}
	for _, name := range caches {
		r.store(report.CacheStorage, origin, name, bytes[storage.TypeCacheStorage])
	}
}

// File is a file in an origin's private file system, which only its pages see.
type File struct {
	Path string
	Size int64
}

// KeptFiles notes the files of an origin.
func (r *Recorder) KeptFiles(origin string, files []File) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, f := range files {
		r.store(report.PrivateFiles, origin, f.Path, f.Size)
	}
}
