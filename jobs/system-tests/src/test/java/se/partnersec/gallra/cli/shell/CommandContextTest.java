package se.partnersec.gallra.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.cli.output.Terminal;
import se.partnersec.gallra.testing.CategoryIds;

class CommandContextTest {
    private final CommandContext context = new CommandContext(
            new Terminal(new ByteArrayOutputStream(), new ByteArrayOutputStream(), false, false),
            Clock.systemUTC(),
            () -> Categories.registry().names(),
            Map.of());

    /** An invoice that usage points at cannot go before it, and a password goes before the row it lies in. */
    @Test
    void takes_the_categories_of_a_plan_in_the_order_of_all_runs() {
        assertThat(context.inOrder(List.of(
                        CategoryIds.CREDENTIALS,
                        CategoryIds.INVOICES,
                        CategoryIds.TRAFFIC_DATA,
                        CategoryIds.USER_DATA)))
                .containsExactly(
                        CategoryIds.TRAFFIC_DATA, CategoryIds.INVOICES, CategoryIds.CREDENTIALS, CategoryIds.USER_DATA);
    }
}
