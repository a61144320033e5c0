package api

import (
	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/params"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
)

var disputeOperations = map[string]operation{
	"GET /v1/disputes":             {"charge payment_intent" + paging, "", listDisputes},
	"GET /v1/disputes/{id}":        {"", "", retrieveDispute},
	"POST /v1/disputes/{id}":       {"metadata evidence submit", "", updateDispute},
	"POST /v1/disputes/{id}/close": {"", "", closeDispute},
}

func retrieveDispute(tx *store.Tx, p params.Params) (any, error) {
	if one := tx.Disputes.Look(p.ID); one != nil {
		return one, nil
	}
	return nil, apierror.NotFound("dispute", p.ID, "")
}

func updateDispute(tx *store.Tx, p params.Params) (any, error) {
	one := tx.Disputes.Get(p.ID)
	if one == nil {
		return nil, apierror.NotFound("dispute", p.ID, "")
	}
	one.Metadata = p.Merged(one.Metadata)
	for name, text := range p.Keyed("evidence") {
		one.Evidence[name], one.EvidenceDetails.HasEvidence = text, true
	}
	if p.Flag("submit", true) && one.EvidenceDetails.HasEvidence && one.Status == "needs_response" {
		one.Status, one.EvidenceDetails.SubmissionCount = "under_review", one.EvidenceDetails.SubmissionCount+1
	}
	return one, events.AnnounceChange(tx, "charge.dispute.updated", one)
}

// closeDispute gives it up.
func closeDispute(tx *store.Tx, p params.Params) (any, error) {
	one := tx.Disputes.Get(p.ID)
	if one == nil {
		return nil, apierror.NotFound("dispute", p.ID, "")
	}
	return one, rules.Decide(tx, one, false)
}

func listDisputes(tx *store.Tx, p params.Params) (any, error) {
	return page(tx.Disputes.Newest(), "/v1/disputes", p, func(one *objects.Dispute) bool {
		return p.Is("charge", one.Charge) && p.Is("payment_intent", objects.Value(one.PaymentIntent)) && p.Made(one.Created)
	})
}
