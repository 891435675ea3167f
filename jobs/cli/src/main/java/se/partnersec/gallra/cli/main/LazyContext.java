package se.partnersec.gallra.cli.main;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ConfigurableApplicationContext;
import se.partnersec.gallra.support.exit.RefusedException;

/** The application context, started by the first bean that a command asks for: help and usage errors never start it. */
final class LazyContext implements AutoCloseable {
    private final Supplier<? extends ConfigurableApplicationContext> starts;
    private final boolean own;
    private @Nullable ConfigurableApplicationContext context;

    LazyContext(Supplier<? extends ConfigurableApplicationContext> starts) {
        this(starts, true);
    }

    /** @param own whether the context ends with the command */
    LazyContext(Supplier<? extends ConfigurableApplicationContext> starts, boolean own) {
        this.starts = starts;
        this.own = own;
    }

    <T> ObjectProvider<T> provider(Class<T> type) {
        return new ObjectProvider<>() {
            @Override
            public T getObject() {
                return bean(type);
            }
        };
    }

    /** Signals arrive in threads of their own. */
    private synchronized <T> T bean(Class<T> type) {
        ConfigurableApplicationContext open = context;
        if (open == null) {
            open = starts.get();
            context = open;
        }
        try {
            return open.getBean(type);
        } catch (BeansException e) {
            throw refusal(e);
        }
    }

    /** A bean that refuses, such as one of a faulty file, does so as if it had been asked directly. */
    private static RuntimeException refusal(BeansException thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof RefusedException refused) {
                return refused;
            }
        }
        return thrown;
    }

    @Override
    public synchronized void close() {
        if (own && context != null) {
            context.close();
        }
    }
}
