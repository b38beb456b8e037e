//! Rows that keep some of their facts sealed: declared once, written as they are stored, read as they are meant.

/// Declares a row with facts that stand open and, after a semicolon, facts that are sealed together in the column `sealed`.
///
/// `$row` is what the rest of the service sees: selected and loaded like any other row, and opened on the way. `$stored` is
/// the row as the table has it, made by `$row::stored`. `$secret` is the sealed part.
#[macro_export]
macro_rules! kept_sealed {
    (
        $(#[$about:meta])*
        pub struct $row:ident from $table:ident as $stored:ident with $secret:ident {
            $($open:ident: $open_type:ty,)* ;
            $($hidden:ident: $hidden_type:ty,)*
        }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone)]
        #[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
        pub struct $row {
            $(pub $open: $open_type,)*
            $(pub $hidden: $hidden_type,)*
        }

        /// The row as it is stored.
        #[derive(diesel::Queryable, diesel::Selectable, diesel::Insertable, diesel::AsChangeset)]
        #[diesel(table_name = $table, treat_none_as_null = true)]
        pub struct $stored {
            $($open: $open_type,)*
            sealed: Vec<u8>,
        }

        #[derive(serde::Serialize, serde::Deserialize)]
        struct $secret {
            $($hidden: $hidden_type,)*
        }

        impl $row {
            /// The row as it is stored.
            pub(crate) fn stored(&self) -> Result<$stored, $crate::db::seal::Fault> {
                let $row { $($open,)* $($hidden),* } = self.clone();
                let cell = $crate::db::seal::Cell::new(stringify!($table), self.id.uuid());
                let sealed = $crate::db::seal::seal(cell, &$secret { $($hidden),* })?;
                Ok($stored { $($open,)* sealed })
            }
        }

        impl TryFrom<$stored> for $row {
            type Error = $crate::db::seal::Fault;

            fn try_from(stored: $stored) -> Result<Self, Self::Error> {
                let cell = $crate::db::seal::Cell::new(stringify!($table), stored.id.uuid());
                let $secret { $($hidden),* } = $crate::db::seal::open(cell, &stored.sealed)?;
                let $stored { $($open,)* sealed: _ } = stored;
                Ok(Self { $($open,)* $($hidden),* })
            }
        }

        $crate::opened_on_the_way!($row from $stored);
    };
}

/// Lets a row be selected and loaded like any other, although it is stored as another and opened on the way.
#[macro_export]
macro_rules! opened_on_the_way {
    ($row:ident from $stored:ident) => {
        impl<Sql> diesel::Queryable<Sql, $crate::db::MultiBackend> for $row
        where
            $stored: diesel::Queryable<Sql, $crate::db::MultiBackend>,
        {
            type Row = <$stored as diesel::Queryable<Sql, $crate::db::MultiBackend>>::Row;

            fn build(row: Self::Row) -> diesel::deserialize::Result<Self> {
                Ok(<$stored as diesel::Queryable<Sql, $crate::db::MultiBackend>>::build(row)?.try_into()?)
            }
        }

        impl diesel::Selectable<$crate::db::MultiBackend> for $row {
            type SelectExpression = <$stored as diesel::Selectable<$crate::db::MultiBackend>>::SelectExpression;

            fn construct_selection() -> Self::SelectExpression {
                <$stored as diesel::Selectable<$crate::db::MultiBackend>>::construct_selection()
            }
        }
    };
}
