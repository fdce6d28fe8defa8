package journey

import "time"

// Adjustment is what an adjuster changed or saw.
type Adjustment struct {
	Step    AdjustmentStep
	SpanIDs []SpanID // the spans concerned, by the IDs they have now
	Message string   // one sentence for the user

	// Clock and Offset are set by StepClockSkew: Offset was added to all times
	// of the spans; take it away for what was sent.
	Clock  string // the name of a host, node, pod or instance; else of the service
	Offset time.Duration
}

// AdjustmentStep names a step of normalize.
type AdjustmentStep string

// The steps, in order.
const (
	StepDuplicates     AdjustmentStep = "duplicate-spans"
	StepNoSpanID       AdjustmentStep = "no-span-id"
	StepSharedIDs      AdjustmentStep = "shared-span-ids"
	StepMissingParents AdjustmentStep = "missing-parents"
	StepCycles         AdjustmentStep = "parent-cycles"
	StepSeveralRoots   AdjustmentStep = "several-roots"
	StepNoService      AdjustmentStep = "no-service"
	StepOpenEnded      AdjustmentStep = "open-ended"
	StepClockSkew      AdjustmentStep = "clock-skew"
)
