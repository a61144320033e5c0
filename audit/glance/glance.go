// Package glance looks at pages of a site without a browser: at the names of the cookies that its
// answers set, and at the addresses of what its pages load. It tells whether a site has moved since
// an audit, and nothing else: only a browser sees what a site really keeps. Its requests go where
// an audit goes, through audit/proxy. audit/upkeep calls it; start reading at [Looker.Look].
package glance

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/prokken/prokken/audit/siteurl"
)

const (
	// MaxPages is how many pages a look opens at most.
	MaxPages = 10
	// maxAddress is how long the address of a page is that is looked at.
	maxAddress = 500
	// maxTime is how long a look takes at most, all pages together.
	maxTime = 15 * time.Second
)

// ErrNoPages says that there is no page to look at.
var ErrNoPages = errors.New("there is no page to look at")

// Glance is what a look saw. It is small, however large the site is.
type Glance struct {
	Pages  []string `json:"pages"`
	SHA256 string   `json:"sha256"` // of what their answers set and load
}

// Settings say where a looker may go. The zero value is ready to use.
type Settings struct {
	Private []string       // hosts on a private network that may be asked all the same
	Roots   *x509.CertPool // certificates that are trusted; nil: those of the system

	// Resolve and Dial are those of the settings of package audit/proxy.
	Resolve func(ctx context.Context, host string) ([]netip.Addr, error)
	Dial    map[string]string
}

// Looker looks at sites. Several goroutines may use it.
type Looker struct{ settings Settings }

// New returns a looker with the settings.
func New(settings Settings) *Looker { return &Looker{settings} }

// Look asks for the pages of the site at the address, those of other sites left out. It returns an
// error where a page does not answer: then nothing is known.
func (l *Looker) Look(ctx context.Context, address string, pages []string) (Glance, error) {
	site, err := url.Parse(address)
	if err != nil {
		return Glance{}, err
	}
	seen := Glance{Pages: ofSite(site, pages)}
	if len(seen.Pages) == 0 {
		return seen, ErrNoPages
	}
	ctx, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	d, err := l.open(site)
	if err != nil {
		return seen, err
	}
	defer d.close()
	seen.SHA256, err = d.outline(ctx, seen.Pages)
	return seen, err
}

// ofSite are the pages of the site, each once, and no more than are looked at.
func ofSite(site *url.URL, pages []string) []string {
	var kept []string
	for _, page := range pages {
		u, err := url.Parse(page)
		if err == nil && siteurl.SameSite(u, site) && len(page) <= maxAddress && !slices.Contains(kept, page) {
			kept = append(kept, page)
		}
	}
	return kept[:min(len(kept), MaxPages)]
}

// outline is the hash of what all the pages set and load.
func (d *door) outline(ctx context.Context, pages []string) (string, error) {
	hash := sha256.New()
	for _, page := range pages {
		seen, err := d.get(ctx, page)
		if err != nil {
			return "", fmt.Errorf("%s: %w", page, err)
		}
		slices.Sort(seen)
		hash.Write(fmt.Appendf(nil, "%q\n%s\n\n", page, strings.Join(slices.Compact(seen), "\n")))
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
