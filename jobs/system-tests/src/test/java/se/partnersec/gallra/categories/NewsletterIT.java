package se.partnersec.gallra.categories;

import org.junit.jupiter.api.Tag;
import se.partnersec.gallra.testing.Scene;
import se.partnersec.gallra.testing.Workplace;

@Tag("once")
@Tag("full")
class NewsletterIT extends CategoryContractTest {
    NewsletterIT(Workplace work) {
        super(Scene.LETTERS, work);
    }
}
