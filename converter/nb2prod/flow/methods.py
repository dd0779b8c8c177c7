"""
Methods that leave their object as it is: of pandas, numpy, scikit-learn and the built-in types.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#   df.head()    model.score(X, y)    looked at, never changed
LOOKING_METHODS = _words(
    """
    abs add_categories add_prefix add_suffix adjusted agg aggregate aic align all any apply
    apply_index argmax argmin argpartition argsort as_integer_ratio as_ordered as_posix as_tuple
    as_unit as_unordered as_uri asfreq asof asof_locs assign astimezone astype at_time autocorr
    background_gradient bar between between_time bfill bic bit_count bit_length boxplot
    build_preprocessor build_tokenizer canonical capitalize case_when casefold cat ceil center
    choose clip combine combine_first compare compare_signal compare_total compare_total_mag
    compress concat conj conjugate contains convert_dtypes copy copy_abs copy_negate copy_sign
    corr correct_covariance corrwith cost_complexity_pruning_path count cov ctime cumcount
    cummax cummin cumprod cumsum date day_name dbscan_clustering decision_function decision_path
    decode delete describe diagonal diff difference div divide divmod dot drop drop_duplicates
    droplevel dropna dst dump dumps duplicated elements encode end endswith eq equal_levels
    equals error_norm ewm exp expand expanding expandtabs explode export extract extractall
    factorize ffill fillna filter find findall finditer first first_valid_index flatten floor
    floordiv fma format format_index format_index_names format_map from_arrays from_arrow
    from_bytes from_custom_template from_decimal from_dict from_float from_frame from_product
    from_range from_records from_tuples fromhex fromisocalendar fromisoformat fromkeys
    fromordinal fromtimestamp fullmatch ge get get_covariance get_depth get_dummies
    get_feature_names_out get_group get_indexer get_indexer_for get_indexer_non_unique
    get_indices get_level_values get_loc get_loc_level get_locs get_metadata_routing
    get_n_leaves get_params get_precision get_shape get_slice_bound get_stop_words get_submatrix
    get_support getfield gibbs group groupby groupdict groups gt head hex hide highlight_between
    highlight_max highlight_min highlight_null highlight_quantile hist identical idxmax idxmin
    iloc index indexer_at_time indexer_between_time infer_objects info interpolate intersection
    inverse_transform is_ is_absolute is_canonical is_finite is_infinite is_integer is_nan
    is_normal is_qnan is_relative_to is_reserved is_signed is_snan is_subnormal is_zero isalnum
    isalpha isascii isdecimal isdigit isdisjoint isidentifier isin islower isna isnull isnumeric
    isocalendar isoformat isoweekday isprintable isspace issubset issuperset istitle isupper
    item items iterrows itertuples join joinpath keys kneighbors kneighbors_graph kurt kurtosis
    last last_valid_index latent_mean_and_variance le len limit_denominator ljust ln loc log10
    log_marginal_likelihood logb logical_and logical_invert logical_or logical_xor lower lstrip
    lt mahalanobis maketrans map map_index mask match max max_mag mean median melt memory_usage
    merge min min_mag mod mode month_name most_common mul multiply ne next_minus next_plus
    next_toward ngroup nlargest nonzero normalize notna notnull now nsmallest nth number_class
    nunique ohlc online overlaps pad path pct_change perplexity pipe pivot pivot_table plot pow
    predict predict_joint_log_proba predict_log_proba predict_proba prod product putmask
    quantile quantize query radd radius_neighbors radius_neighbors_graph radix rank ravel rdiv
    rdivmod reconstruction_error reindex reindex_like relabel_index relative_to remainder_near
    remove_categories remove_unused_categories remove_unused_levels removeprefix removesuffix
    rename rename_axis rename_categories reorder_categories reorder_levels repeat replace
    resample reset_index reshape restrict reweight_covariance rfind rfloordiv rindex rjust rmod
    rmul rolling round rpartition rpow rsplit rstrip rsub rtruediv same_quantum sample sample_y
    scaleb scanner score score_samples search searchsorted select select_dtypes sem set_axis
    set_categories set_codes set_index set_levels set_names shift size skew slice slice_indexer
    slice_locs slice_replace snap sort_index sort_values sortlevel span split splitlines sqrt
    squeeze stack staged_decision_function staged_predict staged_predict_proba staged_score
    start startswith std strftime strip strptime sub subn sum swapaxes swapcase swaplevel
    symmetric_difference tail take text_gradient time timestamp timetuple timetz title to_bytes
    to_clipboard to_csv to_datetime64 to_device to_dict to_eng_string to_excel to_feather
    to_flat_index to_frame to_hdf to_html to_iceberg to_integral to_integral_exact
    to_integral_value to_json to_julian_date to_latex to_list to_markdown to_numpy to_orc
    to_parquet to_period to_pickle to_pydatetime to_pytimedelta to_records to_series to_sql
    to_stata to_string to_timedelta64 to_timestamp to_typst to_xarray to_xml tobytes today
    tofile tolist toordinal total total_seconds trace transform translate transpose truediv
    truncate tz_convert tz_localize tzname union unique unstack upper use utcfromtimestamp
    utcnow utcoffset utctimetuple value_counts values var view weekday where with_name with_stem
    with_suffix wrap xs zfill display show print report plot line best_trial cross_val_score
    feature_importance get_booster get_score evals_result conf_int pvalues params forecast
    """
)


_LOOKS = ("get_", "is_", "to_", "plot", "predict", "score", "show", "n_", "str_", "has_")


def only_looks(method: str) -> bool:
    """Whether a method of that name is known to leave its object as it is."""
    return method in LOOKING_METHODS or method.startswith(_LOOKS)
