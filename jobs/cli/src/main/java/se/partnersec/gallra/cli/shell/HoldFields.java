package se.partnersec.gallra.cli.shell;

import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.cli.output.Fields;
import se.partnersec.gallra.holds.hold.PlacedHold;
import se.partnersec.gallra.policy.fact.ScopeType;

/** A hold as JSON results show it. */
public final class HoldFields {
    private HoldFields() {}

    /** All of it, for who asked about the hold. */
    public static Fields of(PlacedHold placed) {
        return brief(placed)
                .with("key", key(placed))
                .with("legalBasis", placed.legalBasis())
                .with("reason", placed.reason())
                .with("releasedBy", placed.releasedBy())
                .with("releaseReason", placed.releaseReason());
    }

    /** Without whom it is on and why, for who asked about something else. */
    public static Fields brief(PlacedHold placed) {
        return new Fields()
                .with("hold", placed.hold().id())
                .with("type", placed.hold().type())
                .with("scope", placed.scope().kind())
                .with("category", placed.category())
                .with("placedAt", placed.hold().placedAt())
                .with("placedBy", placed.placedBy())
                .with("until", placed.hold().until())
                .with("reviewBy", placed.hold().reviewBy())
                .with("releasedAt", placed.hold().releasedAt());
    }

    /** Keys of objects may hold names and numbers of people. */
    private static @Nullable String key(PlacedHold placed) {
        return placed.scope().kind() == ScopeType.OBJECT ? null : placed.scope().text();
    }
}
