package auth

import (
	"context"
	"errors"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/consents"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/sessions"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/models/subscribers"
	"github.com/prokken/prokken/models/users"
)

// exportFiles returns the files that a copy of someone's data holds. No password hash and no
// secret is among it.
func (s *DataExports) exportFiles() []exportFile {
	return []exportFile{
		{"profile.json", s.exportProfile},
		{"sessions.json", s.exportSessions},
		{"acceptances.json", s.exportAcceptances},
		{"consents.json", exportConsents},
		{"confirmations.json", s.exportConfirmations},
		{"websites.json", s.exportWebsites},
		{"payments.json", s.exportPayments},
		{"invoices.json", func(ctx context.Context, user users.User) (any, error) { return s.invoicesOf(ctx, user.ID) }},
		{"activity_log.json", s.exportActivity},
	}
}

func (s *DataExports) exportProfile(ctx context.Context, user users.User) (any, error) {
	factors, err := s.factors.Factors(ctx, user.ID)
	if err != nil {
		return nil, err
	}
	subscribed, err := s.exportSubscriptions(ctx, user)
	passkeys := []map[string]any{}
	for _, p := range factors.Passkeys {
		passkeys = append(passkeys, map[string]any{"name": p.Name, "added": p.CreatedAt, "last_used": p.LastUsedAt})
	}
	return map[string]any{
		"id": user.ID, "email": user.Email, "role": user.Role, "signed_up": user.CreatedAt, "confirmed": user.VerifiedAt,
		"to_be_deleted_after": user.EraseAfter, "mail_bounced": user.BouncedAt, "authenticator_app": factors.TOTP, "passkeys": passkeys,
		"recovery_codes_left": factors.CodesLeft, "mails_about_policies": subscribed,
	}, err
}

func (s *DataExports) exportSubscriptions(ctx context.Context, user users.User) ([]map[string]any, error) {
	rows := []map[string]any{}
	all, err := subscribers.SubscriptionsOfAddress(ctx, s.db, user.Email)
	for _, one := range all {
		rows = append(rows, map[string]any{"asked": one.CreatedAt, "confirmed": one.ConfirmedAt})
	}
	return rows, err
}

const maxExported = 1000

func (s *DataExports) exportSessions(ctx context.Context, user users.User) (any, error) {
	type row struct {
		Browser  string          `json:"browser"`
		Network  string          `json:"network"`
		Factor   sessions.Factor `json:"logged_in_with"`
		Began    time.Time       `json:"began"`
		LastSeen *time.Time      `json:"last_seen"`
		Ended    *time.Time      `json:"ended"`
		Because  string          `json:"ended_because"`
	}
	rows := []row{}
	past, err := sessions.Past(ctx, s.db, user.ID, maxExported)
	for _, p := range past {
		rows = append(rows, row{p.UserAgent, p.Network, p.Factor, p.CreatedAt, p.LastSeenAt, p.RevokedAt, p.RevokedBecause})
	}
	return rows, err
}

func (s *DataExports) exportAcceptances(ctx context.Context, user users.User) (any, error) {
	rows := []map[string]any{}
	all, err := consents.AcceptancesOf(ctx, s.db, user.ID)
	for _, a := range all {
		rows = append(rows, map[string]any{
			"policy": a.Policy.Slug, "version": a.Number, "sha256": a.SHA256, "accepted": a.AcceptedAt,
		})
	}
	return rows, err
}

// exportConfirmations holds the sentences of policies that the person confirmed as an admin.
func (s *DataExports) exportConfirmations(ctx context.Context, user users.User) (any, error) {
	rows := []map[string]any{}
	all, err := policies.ConfirmationsBy(ctx, s.db, user.ID)
	for _, c := range all {
		rows = append(rows, map[string]any{
			"policy": c.Policy.Slug, "sentence": c.Says, "as": c.As, "alone": c.Alone, "reason": c.Reason,
			"confirmed": c.ConfirmedAt,
		})
	}
	return rows, err
}

// exportWebsites lists the person's websites. Each has an archive of its own, with its policies.
func (s *DataExports) exportWebsites(ctx context.Context, user users.User) (any, error) {
	rows := []map[string]any{}
	all, err := sites.ListOf(ctx, s.db, user.ID)
	for _, row := range all {
		rows = append(rows, map[string]any{
			"address": row.Address, "added": row.CreatedAt, "state": row.State, "name": row.Name, "contact": row.Contact,
			"zone": row.Zone, "colour": row.Accent, "notice_days": row.NoticeDays, "all_of_it": "/sites/" + row.Slug + "/export",
		})
	}
	return rows, err
}

// exportConsents explains why there is nothing: a choice is recorded without
// saying whose it is.
func exportConsents(context.Context, users.User) (any, error) {
	return map[string]string{
		"note": "Choices about cookies are recorded without a name, an account or an address, " +
			"so we cannot tell which are yours. " +
			"The page /legal/your-cookies shows the one that your browser keeps, with the number of its record.",
	}, nil
}

func (s *DataExports) exportPayments(ctx context.Context, user users.User) (any, error) {
	customer, err := payments.CustomerOf(ctx, s.db, user.ID)
	if err != nil && !errors.Is(err, models.ErrNotFound) {
		return nil, err
	}
	subscriptions, err := payments.SubscriptionsOf(ctx, s.db, user.ID)
	if err != nil {
		return nil, err
	}
	checkouts, err := payments.CheckoutsOf(ctx, s.db, user.ID)
	if err != nil {
		return nil, err
	}
	purchases, err := payments.PurchasesBy(ctx, s.db, customer.ID)
	if err != nil {
		return nil, err
	}
	grants, err := payments.GrantsOf(ctx, s.db, user.ID)
	return map[string]any{
		"stripe_customer": customer.StripeID, "details": customer.Details, "subscriptions": subscriptions,
		"checkouts": checkouts, "purchases": purchases, "grants": grants,
	}, err
}

func (s *DataExports) exportActivity(ctx context.Context, user users.User) (any, error) {
	type row struct {
		Time    time.Time       `json:"time"`
		Action  activity.Action `json:"action"`
		Detail  string          `json:"detail"`
		Reason  string          `json:"reason"`
		Own     bool            `json:"done_by_you"`
		Network string          `json:"network"`
		Browser string          `json:"browser"`
	}
	rows := []row{}
	entries, err := activity.List(ctx, s.db, activity.Filter{User: user.ID}, maxExported)
	for _, e := range entries {
		own := e.ActorID != nil && *e.ActorID == user.ID
		r := row{Time: e.CreatedAt, Action: e.Action, Detail: e.Detail, Own: own}
		if e.SubjectID != nil && *e.SubjectID == user.ID {
			r.Reason = e.Reason // of what was done to them, not of what they did to others
		}
		if own || e.ActorID == nil {
			r.Network, r.Browser = e.Network, e.Browser // of nobody else
		}
		rows = append(rows, r)
	}
	return rows, err
}
