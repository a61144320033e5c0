package site_test

import (
	"testing"

	"github.com/prokken/prokken/models/modelstest"
)

func TestMain(m *testing.M) { modelstest.Main(m) }
