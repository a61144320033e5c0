package hosting

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/site/verification"
)

const oneDay = 24 * time.Hour

// hostOf is the host of an address, with its port where it names one.
func hostOf(address string) string {
	_, host, _ := strings.Cut(address, "://")
	return strings.ToLower(host)
}

// Host returns the host of a site, and whether it was another's before, so that only its DNS shows
// whose it is now.
func (s *Service) Host(ctx context.Context, row sites.Site) (host sites.Host, released bool, err error) {
	if host, err = sites.HostOf(ctx, s.db, row.ID); err != nil {
		return host, false, err
	}
	released, err = sites.WasReleased(ctx, s.db, host.Host)
	return host, released, err
}

// Verify looks whether the site's host shows its token; a [verification.NotFound] says what was
// found instead. [ErrElsewhere] if another site has shown that the host is its own.
func (s *Service) Verify(ctx context.Context, row sites.Site) (sites.Method, error) {
	host, released, err := s.Host(ctx, row)
	if err != nil || host.VerifiedAt != nil {
		return host.Method, err
	}
	options := verification.Options{}
	if released {
		options.Only = sites.ByDNS
	}
	method, err := s.Verifier.CheckWith(ctx, row.Address, host.Token, options)
	if err != nil {
		return "", err
	}
	now := s.Clock.Now()
	host.Method, host.VerifiedAt, host.CheckedAt, host.Failures = method, &now, &now, 0
	err = s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := sites.SaveCheck(ctx, tx, host); err != nil {
			return err
		}
		return errors.Join(sites.SetHostLost(ctx, tx, row.ID, nil), s.auditSoon(ctx, tx, row.ID))
	})
	if errors.Is(err, models.ErrConflict) {
		return "", ErrElsewhere
	}
	return method, err
}

const (
	// verifyEvery is how often a verified host is looked at again.
	verifyEvery = 7 * oneDay
	// maxLost is after how many looks in a row without the token a host is nobody's again.
	maxLost = 3
	// atOnce is how many sites one turn of the upkeep looks at.
	atOnce = 20
	// hostsAtOnce is how many hosts it asks, each of which may take ten seconds, and hostsTogether
	// how many of them at the same time.
	hostsAtOnce, hostsTogether = 60, 30
)

// VerifyAgain looks at the hosts that were not looked at for a week. A host that does not show its
// token three times is nobody's any more: its page keeps its last version, marked.
func (s *Service) VerifyAgain(ctx context.Context) error {
	due, err := sites.DueHosts(ctx, s.db, s.Clock.Now().Add(-verifyEvery), hostsAtOnce)
	if err != nil {
		return err
	}
	var all errgroup.Group
	all.SetLimit(hostsTogether)
	for _, host := range due {
		all.Go(func() error {
			if err := s.verifyAgain(ctx, host); err != nil { // the others go on
				slog.ErrorContext(ctx, "a host could not be verified again", "site", host.SiteID, "error", err)
			}
			return nil
		})
	}
	return all.Wait()
}

func (s *Service) verifyAgain(ctx context.Context, host sites.Host) error {
	row, err := sites.ByID(ctx, s.db, host.SiteID)
	if err != nil {
		return err
	}
	now := s.Clock.Now()
	_, err = s.Verifier.CheckWith(ctx, row.Address, host.Token, verification.Options{})
	if err == nil {
		host.CheckedAt, host.Failures = &now, 0
		return sites.SaveCheck(ctx, s.db, host)
	}
	if missing := (verification.NotFound{}); !errors.As(err, &missing) || ctx.Err() != nil {
		return errors.Join(err, ctx.Err()) // nobody could look
	}
	sooner := now.Add(-verifyEvery + oneDay) // it is looked at again tomorrow
	host.CheckedAt, host.Failures = &sooner, host.Failures+1
	if host.Failures < maxLost {
		return sites.SaveCheck(ctx, s.db, host)
	}
	return s.lose(ctx, row, host)
}

// lose takes the host from a site that cannot show it any more.
func (s *Service) lose(ctx context.Context, row sites.Site, host sites.Host) error {
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		host.Method, host.VerifiedAt = "", nil
		if err := sites.SaveCheck(ctx, tx, host); err != nil {
			return err
		}
		if err := sites.NoteReleased(ctx, tx, host.Host, s.Clock.Now()); err != nil {
			return err
		}
		row.NextAuditAt = nil
		now := s.Clock.Now()
		return errors.Join(sites.SetHostLost(ctx, tx, row.ID, &now), sites.ScheduleAudit(ctx, tx, row))
	})
}
