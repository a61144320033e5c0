package stripesync

import (
	"context"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
)

// Queue promises, as part of tx, that the customer will be synced, so that no
// hint is stored without it.
type Queue interface {
	SyncCustomer(ctx context.Context, tx *models.DB, customerID uuid.UUID) error
}
