package audit

import (
	"strings"

	"github.com/chromedp/cdproto/domstorage"
	"github.com/chromedp/cdproto/storage"
)

// kept notes an item of a page's own storage.
func (r *recorder) kept(id *domstorage.StorageID, key, value string) {
	kind := SessionStorage
	if id.IsLocalStorage {
		kind = LocalStorage
	}
	origin := id.SecurityOrigin
	if origin == "" {
		origin, _, _ = strings.Cut(string(id.StorageKey), "^")
	}
	r.store(kind, strings.TrimSuffix(origin, "/"), key, int64(len(key)+len(value)))
}

// store notes what is kept besides cookies.
func (r *recorder) store(kind StoreKind, origin, key string, size int64) {
	s := r.stored.get(storedKey{kind, origin, key}, func() Stored { return Stored{Kind: kind, Origin: origin, Key: short(key)} })
	if s != nil {
		s.Size = max(s.Size, size)
		s.Seen = seenAt(s.Seen, r.here(""))
	}
}

// keptIn notes the databases and caches of an origin, with the bytes that each kind of store takes.
func (r *recorder) keptIn(origin string, databases, caches []string, bytes map[storage.Type]int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, name := range databases {
		r.store(IndexedDB, origin, name, bytes[storage.TypeIndexeddb])
	}
	for _, name := range caches {
		r.store(CacheStorage, origin, name, bytes[storage.TypeCacheStorage])
	}
}

// keptFile is a file in an origin's private file system, which only its pages see.
type keptFile struct {
	path string
	size int64
}

// keptFiles notes the files of an origin.
func (r *recorder) keptFiles(origin string, files []keptFile) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, f := range files {
		r.store(PrivateFiles, origin, f.path, f.size)
	}
}
