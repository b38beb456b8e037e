// The annotation that the generated classes carry, which a JDK after 8 has no more.
package javax.annotation;

public @interface Generated {
    String[] value();

    String date() default "";

    String comments() default "";
}
