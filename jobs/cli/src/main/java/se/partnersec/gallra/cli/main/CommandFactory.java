package se.partnersec.gallra.cli.main;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import org.springframework.beans.factory.ObjectProvider;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import se.partnersec.gallra.cli.shell.CommandContext;

/**
 * Makes commands and the views they share. A constructor takes the context of the command line, providers of the beans it uses,
 * and other views.
 */
final class CommandFactory implements IFactory {
    private final CommandContext session;
    private final LazyContext beans;

    CommandFactory(CommandContext session, LazyContext beans) {
        this.session = session;
        this.beans = beans;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            Type[] parameters = constructor.getGenericParameterTypes();
            if (parameters.length > 0 && parameters[0] == CommandContext.class) {
                // Commands lie in packages of their own, and nobody else makes them.
                constructor.setAccessible(true);
                return type.cast(constructor.newInstance(
                        Arrays.stream(parameters).map(this::argument).toArray()));
            }
        }
        return CommandLine.defaultFactory().create(type);
    }

    private Object argument(Type parameter) {
        if (parameter instanceof ParameterizedType generic
                && generic.getRawType() == ObjectProvider.class
                && generic.getActualTypeArguments()[0] instanceof Class<?> bean) {
            return beans.provider(bean);
        }
        if (parameter == CommandContext.class) {
            return session;
        }
        try {
            return create((Class<?>) parameter);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a command cannot be given " + parameter + ". Indicates a bug", e);
        }
    }
}
