package se.partnersec.gallra.cli.shell;

import se.partnersec.gallra.cli.output.Fields;
import se.partnersec.gallra.holds.hold.PlacedHold;

/** A hold as JSON results show it. */
public final class HoldFields {
    private HoldFields() {}

    public static Fields of(PlacedHold placed) {
        return new Fields()
                .with("hold", placed.hold().id())
                .with("type", placed.hold().type())
                .with("scope", placed.scope().kind())
                .with("key", placed.scope().text())
                .with("category", placed.category())
                .with("placedAt", placed.hold().placedAt())
                .with("placedBy", placed.placedBy())
                .with("until", placed.hold().until())
                .with("reviewBy", placed.hold().reviewBy())
                .with("legalBasis", placed.legalBasis())
                .with("reason", placed.reason())
                .with("releasedAt", placed.hold().releasedAt())
                .with("releasedBy", placed.releasedBy())
                .with("releaseReason", placed.releaseReason());
    }
}
