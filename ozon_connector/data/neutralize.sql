-- A copy of a database must not ask Ozon for anything.
UPDATE ozon_account
   SET api_key_secret = NULL,
       api_key_hint = NULL,
       api_key_origin = NULL,
       state = 'draft',
       auto_import = false,
       sync_step = NULL;
