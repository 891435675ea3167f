package se.partnersec.gallra.app.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.runs.launch.RunService;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.SealedPlace;
import se.partnersec.gallra.testing.SuiteContext;

/** Beans are made when they are first used, so a bean that cannot be made would be found by users. */
@GallraTest
@Tag("core")
class GallraContextIT {
    private final SealedPlace place;

    GallraContextIT(SealedPlace place) {
        this.place = place;
    }

    @Test
    void every_bean_can_be_made() {
        try (SuiteContext suite = place.suite()) {
            suite.makeAll();
            assertThat(suite.bean(RunService.class)).isSameAs(suite.bean(RunService.class));
        }
    }
}
