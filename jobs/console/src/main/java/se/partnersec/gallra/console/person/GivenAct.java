package se.partnersec.gallra.console.person;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.cli.output.CommandPage;

/**
 * Command that a person sent with a form, and its result once there is one.
 *
 * @param sent the form
 * @param result of the command
 */
public record GivenAct(Sent sent, CompletableFuture<CommandPage> result) {

    /**
     * Form that was sent.
     *
     * @param address of the form
     * @param typed values of the form
     * @param command words of the command, after {@code gallra}
     * @param file that came with the form; deleted after the command; null for none
     */
    public record Sent(
            String address,
            Map<String, String> typed,
            List<String> command,
            @Nullable Upload file) {
        public Sent {
            typed = Map.copyOf(typed);
            command = List.copyOf(command);
        }

        /** True for the same values of the same form. */
        public boolean same(String other, Map<String, String> values) {
            return address.equals(other) && typed.equals(values);
        }
    }

    /** The result; null while the command is at work. @param patience how long to wait for it */
    public @Nullable CommandPage result(Duration patience) {
        try {
            return result.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a command of a page says what went wrong and throws nothing", e);
        }
    }
}
