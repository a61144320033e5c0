package hosting

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/observations"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/proposals"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/record"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/translation"
)

// exportReadme says in the archive what is in it.
const exportReadme = `Everything that Prokken keeps of %s.

versions/      every published version of the policy, signed
translations/  every published translation, signed
keys.json      the public keys that the versions were signed with
draft.json     what is written and not published
audits/        the reports of the audits that are kept
seen.json      everything that audits ever saw
findings.json  what audits contradicted, and what you said of it
site.json      what you said of the site

The versions can be checked without us:

    prokken policy verify --keys keys.json versions/*.json

and so can the translations, if there are any:

    prokken policy verify --keys keys.json translations/*.json
`

// maxExported is how much of each kind an archive holds.
const maxExported = 10_000

// Export writes an archive of everything that is kept of a site: a zip file.
func (s *Service) Export(ctx context.Context, on *site.Site, to io.Writer) error {
	archive := zip.NewWriter(to)
	e := export{s, on, archive}
	err := e.text("README.txt", fmt.Appendf(nil, exportReadme, on.Row().Address))
	for _, part := range []func(context.Context) error{e.keys, e.versions, e.translations, e.draft, e.audits, e.seen} {
		if err == nil {
			err = part(ctx)
		}
	}
	return errors.Join(err, archive.Close())
}

// export writes one archive.
type export struct {
	*Service
	site    *site.Site
	archive *zip.Writer
}

func (e export) text(name string, text []byte) error {
	file, err := e.archive.Create(name)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	return err
}

func (e export) json(name string, value any) error {
	text, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return err
	}
	return e.text(name, text)
}

func (e export) keys(ctx context.Context) error {
	keys, err := e.site.Records.Keys(ctx)
	if err != nil {
		return err
	}
	text, err := record.KeySet(keys)
	if err != nil {
		return err
	}
	return e.text("keys.json", text)
}

func (e export) versions(ctx context.Context) error {
	of, err := policies.BySlug(ctx, e.db, e.site.SiteID(), policy.CookiePolicy)
	if errors.Is(err, models.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return policies.EachPublished(ctx, e.db, of.ID, func(row policies.Version) error {
		v, err := e.site.Version(ctx, policy.CookiePolicy, *row.Number)
		if err != nil {
			return err
		}
		text, err := json.Marshal(v.Statement()) // signed as it is: not one blank more
		if err != nil {
			return err
		}
		return e.text(fmt.Sprintf("versions/cookie-policy-%d.json", v.Number), text)
	})
}

func (e export) translations(ctx context.Context) error {
	return e.site.Translations.Each(ctx, policy.CookiePolicy, func(d translation.Details, s record.TranslationStatement) error {
		text, err := json.Marshal(s) // signed as it is: not one blank more
		if err != nil {
			return err
		}
		return e.text(fmt.Sprintf("translations/cookie-policy-%s-%d.json", d.Language.Code, d.Count), text)
	})
}

func (e export) draft(ctx context.Context) error {
	draft, err := e.site.Draft(ctx, policy.CookiePolicy)
	if errors.Is(err, models.ErrNotFound) || err == nil && !draft.Saved {
		return nil
	}
	if err != nil {
		return err
	}
	text, _, err := draft.Document.Canonical()
	if err != nil {
		return err
	}
	return e.text("draft.json", []byte(text))
}

func (e export) audits(ctx context.Context) error {
	all, err := audits.List(ctx, e.db, e.site.SiteID(), models.SiteID{}.UUID, maxExported)
	if err != nil {
		return err
	}
	for _, listed := range all {
		a, err := audits.ByID(ctx, e.db, e.site.SiteID(), listed.ID)
		if err != nil {
			return err
		}
		if a.Report == "" {
			continue
		}
		if err := e.text("audits/"+a.AskedAt.UTC().Format("20060102-150405")+".json", []byte(a.Report)); err != nil {
			return err
		}
	}
	return nil
}

func (e export) seen(ctx context.Context) error {
	seen, err := observations.List(ctx, e.db, e.site.SiteID(), maxExported)
	if err != nil {
		return err
	}
	found, err := proposals.List(ctx, e.db, e.site.SiteID(), proposals.Open, proposals.Mended, proposals.Dismissed)
	if err != nil {
		return err
	}
	row := e.site.Row()
	return errors.Join(
		e.json("seen.json", seen), e.json("findings.json", found),
		e.json("site.json", map[string]any{"address": row.Address, "settings": row.Settings, "state": row.State}),
	)
}
